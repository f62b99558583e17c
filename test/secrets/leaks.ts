/** The spellings in which a search looks for a secret; written apart from those that redaction knows. */
function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString("hex");
  const url = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  const inner = [0, 1, 2].map((before) =>
    Buffer.concat([Buffer.alloc(before), bytes, Buffer.alloc(3)])
      .toString("base64")
      .slice(before + 1, before + Math.floor((bytes.length * 4) / 3) - 2),
  );
  const json = JSON.stringify(secret).slice(1, -1);
  return [secret, json, hex, url, url.toUpperCase(), hex.toUpperCase(), ...inner, encodeURIComponent(secret)];
}

/** Which of some secrets a text holds, in any spelling, whole or wrapped into lines. */
export function leaksIn(text: string, secrets: readonly string[]): string[] {
  const texts = [text, text.replace(/\r?\n[ \t]*/g, "")];
  return secrets.filter((secret) =>
    spellings(secret).some((spelling) => texts.some((one) => one.includes(spelling))),
  );
}
