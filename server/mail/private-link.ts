import { linkTo } from '../links.ts'
import { patientLinkTo } from '../patients/links.ts'

/**
 * What stands in a kept mail where the private link's token belongs: who reads the database, or the messages in the
 * portal, doesn't get to act as the patient.
 */
const HIDDEN = '#private-link'

/** Where patients go: to one request, to an invitation, to their account. */
type Page = 'request' | 'invitation' | 'account'

/** The address of a page of ours. */
export function pageLink(publicUrl: string, practice: string, page: Page, language: string | null): string {
  return `${publicUrl}/${practice}/${page}${language === null ? '' : `?lang=${language}`}`
}

/** The address of the page behind a private link, with its token hidden. */
export function hiddenLink(...of: Parameters<typeof pageLink>): string {
  return `${pageLink(...of)}${HIDDEN}`
}

/** A text as it leaves: with the token, which is reckoned anew from the request's id. */
export async function revealLink(secret: string, practice: string, request: string): Promise<(text: string) => string> {
  const { token } = await linkTo(secret, practice, request)
  return (text) => text.replaceAll(HIDDEN, `#${token}`)
}

/** As {@link revealLink}, of a mail that brings a link to a patient. */
export async function revealPatientLink(
  secret: string,
  practice: string,
  link: string,
): Promise<(text: string) => string> {
  const { token } = await patientLinkTo(secret, practice, link)
  return (text) => text.replaceAll(HIDDEN, `#${token}`)
}

/** A text as staff read it. */
export function withoutLink(text: string): string {
  return text.replaceAll(HIDDEN, '#…')
}
