import type { RequestReply } from './contract/request.ts'
import { hashText, keyedHash, keyedToken } from './hash.ts'
import { ProblemError } from './problem.ts'
import type { DeskRequest, StoredRequest } from './store/model.ts'
import type { Reader } from './store/store.ts'

const DAY_MS = 86_400_000
const KEPT_AFTER_VISIT_MS = 30 * DAY_MS

/** A private link as its holder has it, and as it is kept. */
export interface PrivateLink {
  readonly token: string
  readonly hash: string
}

/**
 * The link by which a patient manages a request. It is reckoned from the request's id, not drawn: whoever sends a request
 * again must be answered the same link, and neither that answer nor anything else that is kept may hold it. Who reads the
 * database finds hashes, and can't reckon a link without the installation's secret.
 */
export async function linkTo(secret: string, practice: string, request: string): Promise<PrivateLink> {
  // Another key than the ones visitors are counted and proofs are signed with.
  const key = await keyedHash(secret, 'private link')
  const token = await keyedToken(key, `manage ${practice} ${request}`)
  return { token, hash: await hashText(token) }
}

/** When the links of a request end: 30 days after the visit. */
export function linkEnd({ end }: Pick<StoredRequest, 'end'>): number {
  return end + KEPT_AFTER_VISIT_MS
}

/**
 * The request that a link leads to.
 *
 * @param hash - Of the token.
 * @throws ProblemError `link-ended`, in the same words whether there ever was such a link or not.
 */
export async function requestBehind(reader: Reader, practice: string, hash: string, now: number): Promise<DeskRequest> {
  const link = await reader.link(practice, hash)
  const isGood = link?.purpose === 'manage' && link.expiresAt > now
  const request = isGood ? await reader.request(practice, link.request) : null
  if (!request) {
    throw new ProblemError(
      'link-ended',
      'This link has ended, or a part of it is missing. Please call the practice: they can tell how your request stands.',
    )
  }
  return request
}

/** A reply to a request without its link, and the id that the link is reckoned from: what is kept of an answer. */
export type KeptReply = Omit<RequestReply, 'link'> & { readonly id?: string }

/** A kept reply as it is sent. One from before there were links has none. */
export async function replyWithLink(
  secret: string | undefined,
  practice: string,
  { id, ...reply }: KeptReply,
): Promise<RequestReply> {
  if (secret === undefined || id === undefined) return reply
  return { ...reply, link: (await linkTo(secret, practice, id)).token }
}
