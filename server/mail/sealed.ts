import { openText, sealText } from '../sealing.ts'

/** Stands in a kept text in place of what only its reader may know. */
const SEALED = '(in the mail only)'
/** Another key than for links, visitors and proofs. */
const PURPOSE = 'sealed in mails'

/**
 * A mail with one part of its texts encrypted apart (AES-256-GCM, by the installation's secret): an invitation's link waits in
 * the database until the mail leaves, and who reads the database, or the messages in the portal, can't use it. The part
 * must hold nothing that is written otherwise in HTML.
 */
export async function sealed(
  secret: string,
  { text, html }: { readonly text: string; readonly html: string },
  part: string,
): Promise<{ text: string; html: string; sealed: string }> {
  return {
    text: text.replaceAll(part, SEALED),
    html: html.replaceAll(part, SEALED),
    sealed: await sealText(secret, PURPOSE, part),
  }
}

/** Puts the part back into a text that {@link sealed} has made. */
export async function unsealed(secret: string, kept: string): Promise<(text: string) => string> {
  const part = await openText(secret, PURPOSE, kept)
  return (text) => text.replaceAll(SEALED, () => part)
}
