import { zoneAt } from './availability.ts'
import { releasePlaces } from './claims.ts'
import type { HoldBody, HoldReply } from './contract/hold.ts'
import { localIso } from './dates.ts'
import { hashText, newToken } from './hash.ts'
import { checkNames, dropExpiredHolds, placeVisit, visitIn } from './placing.ts'
import { ProblemError } from './problem.ts'
import type { Residents } from './residents.ts'
import type { StoredHold, StoredPractice } from './store/model.ts'
import type { Store } from './store/store.ts'

const HOLD_MS = 5 * 60_000
/** However often it is renewed: a form left open must not keep a time for ever. */
const LONGEST_MS = 45 * 60_000
const MOST_A_VISITOR = 3

/**
 * Keeps a time for somebody who is still typing. It takes the same places as a request would, and runs out by the clock.
 *
 * @param visitor - Keyed hash of where it comes from.
 * @throws ProblemError when the time isn't offered, or the visitor has too many holds already.
 */
export async function takeHold(
  store: Store,
  residents: Residents,
  now: number,
  practiceId: string,
  body: HoldBody,
  visitor: string,
): Promise<HoldReply> {
  const token = newToken()
  const id = await hashText(token)
  const before = body.hold && (await hashText(body.hold))
  return residents.change(store, practiceId, now, async (transaction, present) => {
    const { practice, snapshot } = present
    const asked = { ...body, start: Date.parse(body.start) }
    checkNames(practice, asked)
    await dropExpiredHolds(transaction, present)
    const old = before ? await transaction.hold(practiceId, before) : null
    if (old) {
      await releasePlaces(transaction, practiceId, snapshot.compiled, old.id)
      await transaction.removeHold(practiceId, old.id)
    }
    const live = await transaction.liveHolds(practiceId, now)
    if (live.filter((hold) => hold.visitor === visitor).length >= MOST_A_VISITOR) {
      throw new ProblemError(
        'too-many-holds',
        'Several times are being kept for you already. Send one of them, or wait.',
      )
    }
    const reason = snapshot.compiled.reasons.get(body.reason)!
    const ask = { ...body, ignore: old ? [old.id] : [] }
    const hold = await placeVisit(
      transaction,
      present,
      ask,
      asked.start,
      (slot): StoredHold => ({
        id,
        visitor,
        ...visitIn(slot, reason),
        createdAt: now,
        expiresAt: now + HOLD_MS,
      }),
    )
    await transaction.addHold(practiceId, hold)
    return replyFor(practice, hold, token)
  })
}

/**
 * Keeps a hold for another five minutes.
 *
 * @throws ProblemError when it has run out, or was kept for three quarters of an hour.
 */
export async function renewHold(
  store: Store,
  residents: Residents,
  now: number,
  practiceId: string,
  token: string,
): Promise<HoldReply> {
  const id = await hashText(token)
  return residents.change(store, practiceId, now, async (transaction, { practice }) => {
    const hold = await transaction.hold(practiceId, id)
    const expiresAt = hold ? Math.min(now + HOLD_MS, hold.createdAt + LONGEST_MS) : 0
    if (!hold || hold.expiresAt <= now || expiresAt <= now) {
      throw new ProblemError('hold-ended', 'This time is no longer kept for you. It may still be free.')
    }
    await transaction.renewHold(practiceId, id, expiresAt)
    return replyFor(practice, { ...hold, expiresAt }, token)
  })
}

/** Gives a hold up. One that has ended already is fine. */
export async function releaseHold(
  store: Store,
  residents: Residents,
  now: number,
  practiceId: string,
  token: string,
): Promise<void> {
  const id = await hashText(token)
  await residents.change(store, practiceId, now, async (transaction, { snapshot }) => {
    await releasePlaces(transaction, practiceId, snapshot.compiled, id)
    await transaction.removeHold(practiceId, id)
  })
}

function replyFor(practice: StoredPractice, hold: StoredHold, token: string): HoldReply {
  const zone = zoneAt(practice, hold.location)
  return {
    hold: token,
    start: localIso(hold.start, zone),
    practitioner: hold.practitioners[0],
    heldUntil: localIso(hold.expiresAt, zone),
  }
}
