import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from "node:crypto";
import { isObject, isSecret, mapValues, type Props, secret, type Value } from "../model/values";

/** Encrypts the secrets of a state with a key made from a passphrase: AES-256-GCM, a nonce for each. */
export class Cipher {
  private readonly key: Buffer;
  /** What was sealed before, by the secret itself, as the engine's caching crypter has it: each is encrypted once a run. */
  private readonly sealed = new WeakMap<object, Value>();

  /** @param salt base64, kept in the clear in the state; a new one for a new stack. */
  constructor(
    passphrase: string,
    readonly salt: string = randomBytes(16).toString("base64"),
  ) {
    this.key = scryptSync(passphrase, Buffer.from(salt, "base64"), 32);
  }

  /** The properties with every secret turned into ciphertext. */
  seal(props: Props): Props {
    return mapValues(props, (value) => this.sealValue(value));
  }

  /**
   * The reverse of {@link seal}.
   *
   * @throws when the passphrase is another one or the ciphertext was altered.
   */
  open(props: Props): Props {
    return mapValues(props, (value) => this.openValue(value));
  }

  private sealValue(value: Value): Value {
    if (isSecret(value)) {
      const known = this.sealed.get(value);
      if (known !== undefined) return known;
      const { value: plaintext = null, ...wrapper } = value;
      const sealed = { ...wrapper, ciphertext: this.encrypt(JSON.stringify(plaintext)) };
      this.sealed.set(value, sealed);
      return sealed;
    }
    if (Array.isArray(value)) return value.map((item) => this.sealValue(item));
    return isObject(value) ? this.seal(value) : value;
  }

  private openValue(value: Value): Value {
    if (isSecret(value)) return secret(JSON.parse(this.decrypt(String(value.ciphertext))) as Value);
    if (Array.isArray(value)) return value.map((item) => this.openValue(item));
    return isObject(value) ? this.open(value) : value;
  }

  private encrypt(plaintext: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", this.key, nonce);
    const body = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return `v1:${nonce.toString("base64")}:${body.toString("base64")}`;
  }

  private decrypt(ciphertext: string): string {
    const [, nonce = "", body = ""] = ciphertext.split(":");
    const sealed = Buffer.from(body, "base64");
    const decipher = createDecipheriv("aes-256-gcm", this.key, Buffer.from(nonce, "base64"));
    decipher.setAuthTag(sealed.subarray(-16));
    return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]).toString("utf8");
  }
}
