import { sharedClaim } from "./shared-claim";

/** Profiles of one host that a boot starts together on one WhatsApp session: its files have one writer. */
export const sharedWhatsappSession = sharedClaim("shared-whatsapp-session", "whatsapp-session", {
  verb: "use",
  otherwise: (last) =>
    `or leave session_path out of ${last}, so that its home has its own, or take WhatsApp out of ${last}`,
});
