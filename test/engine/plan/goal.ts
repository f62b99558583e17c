import type { Props } from "../model/values";

/** What else a resource may have been called; what is missing is as it is now. */
export type AliasSpec =
  | { readonly urn: string }
  | {
      readonly name?: string;
      readonly type?: string;
      readonly stack?: string;
      readonly project?: string;
      /** The URN of another parent; empty for none; undefined for the present one. */
      readonly parent?: string;
    };

/** One resource as the program registers it. */
export interface Goal {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly parent: string;
  readonly inputs: Props;
  readonly provider: string;
  readonly dependencies: string[];
  readonly propertyDependencies: Record<string, string[]>;
  readonly aliases: readonly AliasSpec[];
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  readonly additionalSecretOutputs: string[];
  /** Overrides what the provider says; undefined leaves it to the provider. */
  readonly deleteBeforeReplace: boolean | undefined;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly deletedWith: string;
  readonly importId: string;
}
