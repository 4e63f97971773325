import type { RequestBody } from '../server/contract/index.ts'

/**
 * Where the patient came from, for the practice's own report. Read once, kept in memory only.
 *
 * @param address - The page's own address.
 * @param referrer - Address of the page before, or empty text. Only its host is kept, and none if it is this site.
 */
export const readVisit = (address: string, referrer: string): NonNullable<RequestBody['source']> => {
  const { searchParams, hostname } = new URL(address)
  const campaign = (name: string) => searchParams.get(`utm_${name}`)?.slice(0, 200)
  const before = referrer ? new URL(referrer).hostname : ''
  return {
    utmSource: campaign('source'),
    utmMedium: campaign('medium'),
    utmCampaign: campaign('campaign'),
    referrer: before && before !== hostname ? before.slice(0, 200) : undefined,
  }
}
