import type {
  AuthenticationResponseJSON,
  AuthenticatorTransportFuture,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server'
import type { Room } from '../context.ts'
import { keyedHash } from '../hash.ts'
import { ProblemError } from '../problem.ts'
import type { StoredPatient } from '../store/model.ts'
import { type Challenge, challengeOf, newChallenge } from './challenge.ts'
import { beginSession, signInRequired } from './session.ts'

/* Passkeys of patients (WebAuthn): the account is found by the passkey itself, so nothing is typed. */

const MOST_PASSKEYS = 10
/** As long as the challenge is good. */
const TIMEOUT_MS = 5 * 60_000

type PasskeyRoom = Pick<Room, 'store' | 'clock' | 'secret' | 'ownOrigins'>

/** Only patients with passkeys need it, so it comes with the first. */
const library = () => import('@simplewebauthn/server')

/** What the browser makes a passkey by, for a patient who is signed in. */
export async function beginPasskey(
  room: PasskeyRoom,
  practice: string,
  patient: StoredPatient,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { store, secret } = room
  const { generateRegistrationOptions } = await library()
  const known = await store.practice(practice)
  const own = await store.patientPasskeys(practice, patient.id)
  const { email, given, family } = patient
  return generateRegistrationOptions({
    rpName: known?.file.name ?? practice,
    rpID: rpIdOf(room),
    userID: await handleOf(secret, practice, patient.id),
    userName: email ?? `${given} ${family}`,
    userDisplayName: `${given} ${family}`,
    challenge: await newChallenge(secret, addingAs(practice, patient.id), room.clock()),
    timeout: TIMEOUT_MS,
    attestationType: 'none',
    excludeCredentials: own.map(({ id, transports }) => ({ id, transports: transportsOf(transports) })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

/**
 * Keeps a passkey that the browser has made.
 *
 * @throws ProblemError `invalid-request` when it isn't made for this or its challenge is over; `not-changeable` when there
 * are too many; `sign-in-required` when access was removed meanwhile.
 */
export async function addPasskey(
  room: PasskeyRoom,
  practice: string,
  patient: StoredPatient,
  { name, response }: { readonly name: string; readonly response: Record<string, unknown> },
): Promise<void> {
  const { store, clock, secret } = room
  const { verifyRegistrationResponse } = await library()
  const now = clock()
  let challenge: Challenge | null = null
  const made = await verifyRegistrationResponse({
    response: response as unknown as RegistrationResponseJSON,
    expectedChallenge: async (given) => {
      challenge = await challengeOf(secret, addingAs(practice, patient.id), given, now)
      return challenge !== null
    },
    expectedOrigin: [...room.ownOrigins],
    expectedRPID: rpIdOf(room),
    requireUserVerification: true,
  }).catch(() => null)
  if (!made?.verified || !challenge) throw notAdded()
  const { credential } = made.registrationInfo
  await store.transaction(async (transaction) => {
    // Before anything is kept: access may have been removed, or the patient be erased, while the browser made it.
    await transaction.notePatientActive(practice, patient.id, now)
    if ((await transaction.patient(practice, patient.id))?.access !== 'enrolled') throw signInRequired()
    await spend(practice, challenge!, transaction, notAdded)
    const own = await transaction.patientPasskeys(practice, patient.id)
    if (own.length >= MOST_PASSKEYS) {
      throw new ProblemError('not-changeable', `You have ${own.length} passkeys. Remove one first.`)
    }
    const isAdded = await transaction.addPatientPasskey(practice, {
      ...{ id: credential.id, patient: patient.id, name, counter: credential.counter },
      publicKey: base64url(credential.publicKey),
      transports: credential.transports ?? [],
      createdAt: now,
      usedAt: null,
    })
    if (!isAdded) throw notAdded()
    const subject = `patient:${patient.id}`
    await transaction.addAudit(practice, { at: now, actor: 'patient', action: 'patient-passkey-added', subject })
  })
}

/** @throws ProblemError `not-found`. */
export async function removePasskey(
  { store, clock }: PasskeyRoom,
  practice: string,
  patient: string,
  id: string,
): Promise<void> {
  await store.transaction(async (transaction) => {
    if (!(await transaction.removePatientPasskey(practice, patient, id))) {
      throw new ProblemError('not-found', 'There is no such passkey any more.')
    }
    const entry = { at: clock(), actor: 'patient', action: 'patient-passkey-removed', subject: `patient:${patient}` }
    await transaction.addAudit(practice, entry)
  })
}

/** What the browser asks for a passkey by. It is the same for everybody. */
export async function askForPasskey(
  room: PasskeyRoom,
  practice: string,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { generateAuthenticationOptions } = await library()
  return generateAuthenticationOptions({
    rpID: rpIdOf(room),
    challenge: await newChallenge(room.secret, openingAs(practice), room.clock()),
    timeout: TIMEOUT_MS,
    userVerification: 'required',
  })
}

/**
 * Opens the account that a passkey belongs to.
 *
 * @returns The token of the session.
 * @throws ProblemError `sign-in-required`, in the same words whatever is wrong.
 */
export async function openByPasskey(
  room: PasskeyRoom,
  practice: string,
  given: Record<string, unknown>,
): Promise<{ token: string; patient: string }> {
  const { store, clock, secret } = room
  const { verifyAuthenticationResponse } = await library()
  const now = clock()
  const response = given as unknown as AuthenticationResponseJSON
  const passkey = typeof given.id === 'string' ? await store.patientPasskey(practice, given.id) : null
  if (!passkey) throw notOpened()
  let challenge: Challenge | null = null
  const shown = await verifyAuthenticationResponse({
    response,
    expectedChallenge: async (asked) => {
      challenge = await challengeOf(secret, openingAs(practice), asked, now)
      return challenge !== null
    },
    expectedOrigin: [...room.ownOrigins],
    expectedRPID: rpIdOf(room),
    requireUserVerification: true,
    credential: {
      id: passkey.id,
      publicKey: bytesOf(passkey.publicKey),
      counter: passkey.counter,
      transports: transportsOf(passkey.transports),
    },
  }).catch(() => null)
  if (!shown?.verified || !challenge) throw notOpened()
  const { newCounter } = shown.authenticationInfo
  return store.transaction(async (transaction) => {
    await spend(practice, challenge!, transaction, notOpened)
    // Removed while the browser was asking, or the access with it.
    const kept = await transaction.patientPasskey(practice, passkey.id)
    const patient = kept && (await transaction.patient(practice, kept.patient))
    if (patient?.access !== 'enrolled') throw notOpened()
    await transaction.notePatientPasskeyUse(practice, passkey.id, { counter: newCounter, at: now })
    const { token } = await beginSession(transaction, practice, { patient: patient.id, by: 'passkey', now })
    const entry = { at: now, actor: 'patient', subject: `patient:${patient.id}`, detail: { by: 'passkey' } }
    await transaction.addAudit(practice, { ...entry, action: 'patient-signed-in' })
    return { token, patient: patient.id }
  })
}

type Spending = Parameters<Parameters<PasskeyRoom['store']['transaction']>[0]>[0]

async function spend(
  practice: string,
  { id, expiresAt }: Challenge,
  transaction: Spending,
  refusal: () => ProblemError,
): Promise<void> {
  if (!(await transaction.spendProof(practice, id, expiresAt))) throw refusal()
}

/** What a challenge is for: one for adding opens nothing, and the other way round. */
const addingAs = (practice: string, patient: string) => `add ${practice} ${patient}`
const openingAs = (practice: string) => `open ${practice}`

/** The user handle: the same for each of a patient's passkeys, and telling nothing (WebAuthn §14.6.1). */
async function handleOf(secret: string, practice: string, patient: string): Promise<Uint8Array<ArrayBuffer>> {
  const hex = await keyedHash(await keyedHash(secret, 'passkey user'), `${practice} ${patient}`)
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

/** Passkeys belong to a name; on one's own machine that is `localhost`, as no address may stand there. */
function rpIdOf({ ownOrigins }: PasskeyRoom): string {
  const { hostname } = new URL(ownOrigins[0] ?? 'http://localhost')
  return hostname === '127.0.0.1' || hostname === '[::1]' ? 'localhost' : hostname
}

function transportsOf(transports: readonly string[]): AuthenticatorTransportFuture[] {
  return [...transports] as AuthenticatorTransportFuture[]
}

function notAdded(): ProblemError {
  return new ProblemError('invalid-request', 'The passkey could not be added. Try again, or use another device.')
}

function notOpened(): ProblemError {
  return new ProblemError('sign-in-required', 'This passkey opens no account here. Ask for a link by email instead.')
}

/** RFC 4648 §5, without padding. */
function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0))
}
