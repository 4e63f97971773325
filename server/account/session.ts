import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import type { Room } from '../context.ts'
import { hashText, newToken } from '../hash.ts'
import { ProblemError } from '../problem.ts'
import type { StoredPatient, StoredPatientSession } from '../store/model.ts'
import type { Transaction } from '../store/store.ts'

/* A patient's session: a cookie that scripts can't read and other websites don't send, for the API of one practice. */

const DAY_MS = 86_400_000
const IDLE_MS = 30 * DAY_MS
const LONGEST_MS = 180 * DAY_MS
/** So that not every look writes. */
const RENEWED_AFTER_MS = DAY_MS

/** Who is signed in, and how. */
export interface PatientSignedIn {
  readonly patient: StoredPatient
  readonly session: StoredPatientSession
}

export interface OwnAccount {
  Variables: { own: PatientSignedIn }
}

/**
 * Lets nobody through who isn't signed in as an enrolled patient of the practice. Whoever changes something stays signed in
 * for longer; only looking renews nothing.
 */
export function signedInPatient(room: Room) {
  return createMiddleware<OwnAccount>(async (context, next) => {
    const own = await sessionIn(room, context)
    if (!own) throw signInRequired()
    if (context.req.method === 'POST') await renew(room, context, own.session)
    context.set('own', own)
    await next()
  })
}

/**
 * The patient who sends a request while signed in, and so stays signed in; null for everybody else, and for pages that
 * aren't ours.
 *
 * @param context - Of a route below `/v1/practices/:practice`.
 */
export async function patientOf(room: Room, context: Context): Promise<StoredPatient | null> {
  const origin = context.req.header('Origin')
  if (origin === undefined || !room.ownOrigins.includes(origin)) return null
  const own = await sessionIn(room, context)
  if (own) await renew(room, context, own.session)
  return own?.patient ?? null
}

/**
 * Keeps a new session, in the transaction of what opens it.
 *
 * @returns Its token, for {@link giveCookie}.
 * @throws ProblemError `sign-in-required` when the patient has just been erased or merged: nothing would end it.
 */
export async function beginSession(
  transaction: Transaction,
  practice: string,
  { patient, by, now }: { patient: string; by: StoredPatientSession['by']; now: number },
): Promise<{ token: string; session: StoredPatientSession }> {
  const token = newToken()
  const session = { hash: await hashText(token), patient, by, createdAt: now, seenAt: now, expiresAt: now + IDLE_MS }
  if (!(await transaction.notePatientActive(practice, patient, now))) throw signInRequired()
  await transaction.addPatientSession(practice, session)
  return { token, session }
}

export function giveCookie(room: Room, context: Context, token: string): void {
  const { name, ...attributes } = cookieOf(room, context)
  setCookie(context, name, token, { ...attributes, maxAge: IDLE_MS / 1000 })
}

/** Ends the session that a caller has, if any; the cookie goes with it. */
export async function endSession(room: Room, context: Context): Promise<void> {
  const { name, ...attributes } = cookieOf(room, context)
  const token = getCookie(context, name)
  deleteCookie(context, name, attributes)
  if (token === undefined) return
  const hash = await hashText(token)
  await room.store.transaction((transaction) => transaction.endPatientSession(practiceIn(context), hash))
}

export function signInRequired(): ProblemError {
  return new ProblemError('sign-in-required', 'Sign in to see this.')
}

async function sessionIn(room: Room, context: Context): Promise<PatientSignedIn | null> {
  const { store, clock } = room
  const practice = practiceIn(context)
  const token = getCookie(context, cookieOf(room, context).name)
  if (!token) return null
  const session = await store.patientSession(practice, await hashText(token), clock())
  const patient = session && (await store.patient(practice, session.patient))
  return session && patient?.access === 'enrolled' ? { patient, session } : null
}

async function renew(room: Room, context: Context, session: StoredPatientSession): Promise<void> {
  const now = room.clock()
  if (now - session.seenAt < RENEWED_AFTER_MS) return
  const until = Math.min(now + IDLE_MS, session.createdAt + LONGEST_MS)
  const practice = practiceIn(context)
  await room.store.transaction(async (transaction) => {
    await transaction.renewPatientSession(practice, session.hash, now, until)
    await transaction.notePatientActive(practice, session.patient, now)
  })
  const token = getCookie(context, cookieOf(room, context).name)
  if (token) giveCookie(room, context, token)
}

/** With https the browser takes it over https only, and lets no other page set it (RFC 6265bis §4.1.3.1). */
function cookieOf({ ownOrigins }: Room, context: Context) {
  const secure = ownOrigins[0]?.startsWith('https:') ?? false
  const name = secure ? '__Secure-chairtime-patient' : 'chairtime-patient'
  const path = `/v1/practices/${encodeURIComponent(practiceIn(context))}`
  return { name, path, secure, httpOnly: true, sameSite: 'Strict' as const }
}

function practiceIn(context: Context): string {
  return context.req.param('practice') ?? ''
}
