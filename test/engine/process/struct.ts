import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Props } from "../model/values";

/** Properties in the form in which they cross the wire. */
export function toStruct(props: Props): Struct {
  return Struct.fromJavaScript(props as { [key: string]: JavaScriptValue });
}

/** Properties as they came across the wire; none for an absent struct. */
export function fromStruct(struct: Struct | undefined): Props {
  return (struct?.toJavaScript() ?? {}) as Props;
}
