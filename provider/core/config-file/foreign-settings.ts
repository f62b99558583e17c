import { isAlias, isMap, isPair, isScalar, isSeq, type YAMLMap } from "yaml";
import { type ConfigFile, isNothing } from "./config-file";
import { keyText } from "./find-setting";
import { isOpenBlock } from "./token-places";
import type { Touched } from "./touched";

/**
 * Everything in a file that a change has not touched, in order: what it is, where, in which style, with its anchors and
 * tags. Equal lists before and after a change mean that nothing of somebody else's has changed.
 */
export function foreignSettings(file: ConfigFile, touched: Touched): string[] {
  const out: string[] = [];
  if (file.root) collect(file, file.root, touched, "", out);
  return out;
}

function collect(file: ConfigFile, map: YAMLMap, touched: Touched, path: string, out: string[]): void {
  for (const { key, value } of map.items) {
    const name = keyText(file, key);
    const inner = name === undefined ? undefined : touched.get(name);
    if (inner === "all") continue;
    const at = `${path} ${JSON.stringify(described(file, key))}`;
    if (inner === undefined) out.push(`${at}: ${JSON.stringify(described(file, value))}`);
    else if (isMap(value)) {
      out.push(`${at} ${value.anchor ?? ""} ${value.tag ?? ""}`);
      collect(file, value, inner, at, out);
    } else {
      // a key without a value, whose map is empty still or is empty again
      out.push(isNothing(value) ? `${at}  ` : `${at}: ${JSON.stringify(described(file, value))}`);
    }
  }
}

function described(file: ConfigFile, node: unknown): unknown {
  if (isAlias(node)) return { alias: node.source };
  if (isPair(node)) return [described(file, node.key), described(file, node.value)];
  if (isScalar(node)) {
    return [node.type, node.value, node.anchor, node.tag, isOpenBlock(file.text, node.srcToken)];
  }
  if (isMap(node) || isSeq(node)) {
    const items = node.items.map((item: unknown) => described(file, item));
    return { flow: node.flow, anchor: node.anchor, tag: node.tag, items };
  }
  return null;
}
