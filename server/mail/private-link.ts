import { linkTo } from '../links.ts'

/**
 * What stands in a kept mail where the private link's token belongs: who reads the database, or the messages in the
 * portal, doesn't get to act as the patient.
 */
const HIDDEN = '#private-link'

/** The address of the page behind a request's private link, with its token hidden. */
export function hiddenLink(publicUrl: string, practice: string, language: string | null): string {
  return `${publicUrl}/${practice}/request${language === null ? '' : `?lang=${language}`}${HIDDEN}`
}

/** A text as it leaves: with the token, which is reckoned anew from the request's id. */
export async function revealLink(secret: string, practice: string, request: string): Promise<(text: string) => string> {
  const { token } = await linkTo(secret, practice, request)
  return (text) => text.replaceAll(HIDDEN, `#${token}`)
}

/** A text as staff read it. */
export function withoutLink(text: string): string {
  return text.replaceAll(HIDDEN, '#…')
}
