import { type Problem, problemAt } from "../problem";
import { type Config, type ConfigPath, type ConfigValue, isConfig, isWritten, WRITTEN } from "./config";
import { readPlain } from "./plain-scalar";

/** What a declared config holds that no config.yaml can carry to Hermes unchanged. */
export function checkConfig(config: Config): Problem[] {
  return Object.entries(config).flatMap(([key, value]) => [
    ...checkKey(key, []),
    ...checkValue(value, [key]),
  ]);
}

function checkKey(key: string, path: ConfigPath): Problem[] {
  if (key === "<<") {
    return [problemAt([...path, key], "is a merge key", "write the keys that it would bring")];
  }
  return key.isWellFormed() ? [] : [halfCharacter([...path, key])];
}

function checkValue(value: ConfigValue, path: ConfigPath): Problem[] {
  if (typeof value === "number") return checkNumber(value, path);
  if (typeof value === "string") return value.isWellFormed() ? [] : [halfCharacter(path)];
  if (isWritten(value)) return checkWritten(value[WRITTEN], path);
  if (Array.isArray(value)) {
    return value.flatMap((item: ConfigValue, i) => checkValue(item, [...path, String(i)]));
  }
  if (!isConfig(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...checkKey(key, path),
    ...checkValue(inner, [...path, key]),
  ]);
}

/** Ids of Discord have 18 digits and more: as a number such a one has lost its last digits before it comes here. */
function checkNumber(value: number, path: ConfigPath): Problem[] {
  if (!Number.isFinite(value)) {
    return [problemAt(path, "is no number that a setting can have", "write a finite number")];
  }
  if (Math.abs(value) < 2 ** 53) return [];
  return [
    problemAt(path, "is a number beyond 2^53, where numbers lose digits", "write it as text, in quotes"),
  ];
}

/** It is written without quotes: anything but a number or a date could be more than a scalar. */
function checkWritten(text: string, path: ConfigPath): Problem[] {
  if (["number", "date"].includes(readPlain(text).kind)) return [];
  return [problemAt([...path, WRITTEN], "is no number and no date", "write the value itself")];
}

function halfCharacter(path: ConfigPath): Problem {
  return problemAt(path, "holds half of a character (a lone surrogate)", "write the whole character");
}
