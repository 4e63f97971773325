import { type Context, Hono } from 'hono'
import { fromOwnPages } from '../access.ts'
import { askToSignIn } from '../account/asking.ts'
import { changeConsents, changeDetails } from '../account/changing.ts'
import { confirmInvitation, lookAtInvitation } from '../account/enrolling.ts'
import { openByLink } from '../account/opening.ts'
import { addPasskey, askForPasskey, beginPasskey, openByPasskey, removePasskey } from '../account/passkeys.ts'
import { endSession, giveCookie, type OwnAccount, type PatientSignedIn, signedInPatient } from '../account/session.ts'
import { accountReply } from '../account/view.ts'
import { readBody } from '../body.ts'
import type { Room } from '../context.ts'
import {
  AccountConsentBody,
  AccountDetailsBody,
  AddPasskeyBody,
  AskSignInBody,
  ConfirmInvitationBody,
  InvitationBody,
  OpenAccountBody,
  OpenByPasskeyBody,
  RemovePasskeyBody,
} from '../contract/patient-account.ts'
import { NoBody } from '../contract/patients.ts'
import { languageOf } from '../language.ts'
import { limited } from '../limits.ts'
import { ProblemError } from '../problem.ts'

/** Opening something, or asking for a mail, counts as sending. */
const SENDING = ['invitation/confirm', 'account/sign-in', 'account/open', 'account/passkey/open']
/** What only who is signed in may do. */
const OWN = ['details', 'consents', 'passkeys/*']

/**
 * What patients do with an invitation and their own account. Each answer is for one person alone, and kept by nobody in
 * between. Changes come from our own pages only.
 */
export function patientAccountRoutes(room: Room) {
  const { store, clock, secret } = room
  const app = new Hono<OwnAccount>()
  for (const path of ['/:practice/invitation/*', '/:practice/account/*']) {
    app.use(path, async (context, next) => {
      // On refusals, too, which are answered outside of what comes next.
      context.header('Cache-Control', 'no-store')
      await next()
    })
    app.use(path, fromOwnPages(room), limited(room, 'read'))
  }
  for (const path of SENDING) app.use(`/:practice/${path}`, limited(room, 'send'))
  for (const path of OWN) app.use(`/:practice/account/${path}`, limited(room, 'send'), signedInPatient(room))

  app.post('/:practice/invitation', async (context) => {
    const { link } = await readBody(context, InvitationBody)
    return context.json(await lookAtInvitation(store, { practice: practiceOf(context), link, now: clock() }))
  })

  app.post('/:practice/invitation/confirm', async (context) => {
    const body = await readBody(context, ConfirmInvitationBody)
    const { token, patient } = await confirmInvitation(store, { practice: practiceOf(context), now: clock(), body })
    return opened(context, token, { patient: patient.id, by: 'invitation' })
  })

  app.post('/:practice/account/sign-in', async (context) => {
    const practice = practiceOf(context)
    const { email, language: tag } = await readBody(context, AskSignInBody)
    if (!(await store.versions(practice))) throw new ProblemError('not-found', 'There is no such practice.')
    const asked = { email: email.toLowerCase(), language: languageOf(tag ?? ''), now: clock(), secret }
    await store.transaction((transaction) => askToSignIn(transaction, practice, asked))
    return context.json({}, 202)
  })

  app.post('/:practice/account/open', async (context) => {
    const { link } = await readBody(context, OpenAccountBody)
    const { token, patient } = await openByLink(store, { practice: practiceOf(context), link, now: clock() })
    return opened(context, token, { patient, by: 'link' })
  })

  app.post('/:practice/account/passkey/begin', async (context) => {
    await readBody(context, NoBody)
    return context.json(await askForPasskey(room, practiceOf(context)))
  })

  app.post('/:practice/account/passkey/open', async (context) => {
    const { response } = await readBody(context, OpenByPasskeyBody)
    const { token, patient } = await openByPasskey(room, practiceOf(context), response)
    return opened(context, token, { patient, by: 'passkey' })
  })

  app.post('/:practice/account/sign-out', async (context) => {
    await readBody(context, NoBody)
    await endSession(room, context)
    return context.json({})
  })

  app.get('/:practice/account', signedInPatient(room), async (context) => shown(context, context.get('own').session))

  app.post('/:practice/account/details', async (context) => {
    const { patient, session } = context.get('own')
    const body = await readBody(context, AccountDetailsBody)
    const changing = { practice: practiceOf(context), patient: patient.id, session: session.hash, now: clock() }
    await changeDetails(store, changing, body)
    return shown(context, session)
  })

  app.post('/:practice/account/consents', async (context) => {
    const { patient, session } = context.get('own')
    const body = await readBody(context, AccountConsentBody)
    await changeConsents(store, { practice: practiceOf(context), patient: patient.id, now: clock() }, body)
    return shown(context, session)
  })

  app.post('/:practice/account/passkeys/begin', async (context) => {
    await readBody(context, NoBody)
    return context.json(await beginPasskey(room, practiceOf(context), context.get('own').patient))
  })

  app.post('/:practice/account/passkeys/add', async (context) => {
    const { patient, session } = context.get('own')
    await addPasskey(room, practiceOf(context), patient, await readBody(context, AddPasskeyBody))
    return shown(context, session)
  })

  app.post('/:practice/account/passkeys/remove', async (context) => {
    const { patient, session } = context.get('own')
    const { id } = await readBody(context, RemovePasskeyBody)
    await removePasskey(room, practiceOf(context), patient.id, id)
    return shown(context, session)
  })

  /** Shows the account that was just opened, with its session in the cookie. */
  async function opened(context: Context, token: string, session: Pick<PatientSignedIn['session'], 'patient' | 'by'>) {
    giveCookie(room, context, token)
    return shown(context, session)
  }

  async function shown(context: Context, session: Pick<PatientSignedIn['session'], 'patient' | 'by'>) {
    return context.json(await accountReply(store, { practice: practiceOf(context), session, now: clock(), secret }))
  }

  return app
}

function practiceOf(context: Context): string {
  return context.req.param('practice') ?? ''
}
