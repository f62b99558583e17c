/** What an error says: for one from a provider without what gRPC puts before it. */
export function messageOf(error: unknown): string {
  const { details, message } = error as { details?: string; message?: string };
  return details ?? message ?? String(error);
}
