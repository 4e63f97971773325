import { type Context, Hono } from 'hono'
import type { z } from 'zod'
import { fromOwnPages, needs, type SignedIn, signedIn, worksFor } from '../access.ts'
import { readBody } from '../body.ts'
import type { Room } from '../context.ts'
import {
  AlikeBody,
  type AlikeReply,
  ConsentBody,
  CorrectAddressBody,
  DistinctBody,
  EditPatientBody,
  type InvitationOutcome,
  MergeBody,
  NewPatientBody,
  NoBody,
  type PatientChanged,
  type PatientExport,
  type PatientList,
  type PatientPage,
  PatientSearchBody,
  SendInvitationBody,
} from '../contract/patients.ts'
import { createListNotes } from '../desk/listed.ts'
import { type Change, changePatient } from '../patients/changing.ts'
import { alikeTo } from '../patients/duplicates.ts'
import { erasePatient } from '../patients/erasing.ts'
import { exportOf } from '../patients/export.ts'
import { sendInvitation } from '../patients/invitation.ts'
import { patientList } from '../patients/list.ts'
import { mergePatients, tellApart } from '../patients/merging.ts'
import { patientBehind, patientPage } from '../patients/page.ts'
import { correctAddress, editPatient, enterPatient, recordConsents, removeAccess } from '../patients/saving.ts'
import { ProblemError } from '../problem.ts'
import type { StoredPatient, StoredPractice } from '../store/model.ts'
import { readKey } from './requests.ts'

const PATIENTS = '/practices/:practice/patients'

/** What staff see of patients and do for them, after signing in. Nobody is named in an address: ids are random. */
export function patientRoutes(room: Room) {
  const { store, clock, secret } = room
  const app = new Hono<SignedIn>()
  const auditListed = createListNotes(room, 'patient')
  app.use(fromOwnPages(room))
  app.use(signedIn(room))
  app.use('/practices/:practice/*', worksFor(room))

  app.post(`${PATIENTS}/search`, needs('read'), async (context) => {
    const looking = { practice: await found(context), now: clock() }
    const list = await patientList(store, looking, await readBody(context, PatientSearchBody))
    await auditListed(looking.practice.file.id, context.get('staff').userId, list.patients)
    return context.json(list satisfies PatientList)
  })

  app.post(`${PATIENTS}/alike`, needs('answer'), async (context) => {
    const looking = { practice: await found(context), now: clock() }
    const { mobile = null, email = null, ...person } = await readBody(context, AlikeBody)
    const patients = await alikeTo(store, looking, { ...person, mobile: mobile || null, email: email || null })
    const listed = patients.map(({ patient }) => patient)
    await auditListed(looking.practice.file.id, context.get('staff').userId, listed)
    return context.json({ patients } satisfies AlikeReply)
  })

  app.post(PATIENTS, needs('answer'), async (context) => {
    const practice = await found(context)
    const key = readKey(context)
    const body = await readBody(context, NewPatientBody)
    const entering = { practice, userId: context.get('staff').userId, key, body }
    return context.json((await enterPatient(room, entering)) satisfies PatientChanged, 201)
  })

  app.get(`${PATIENTS}/:id`, needs('read'), async (context) => {
    const practice = await found(context)
    const patient = await patientBehind(store, practice.file.id, idIn(context))
    await noteRead(practice, context.get('staff').userId, 'patient-read', patient)
    return context.json((await patientPage(room, { practice, now: clock() }, patient)) satisfies PatientPage)
  })

  change('', EditPatientBody, editPatient)
  change('/consents', ConsentBody, recordConsents)
  change('/invitation', SendInvitationBody, (change, patient) =>
    sendInvitation(change.transaction, { ...change, patient, secret }),
  )
  change('/address', CorrectAddressBody, correctAddress)
  change('/access/remove', NoBody, removeAccess)
  change('/distinct', DistinctBody, tellApart)
  change('/merge', MergeBody, mergePatients, 'manage')

  app.post(`${PATIENTS}/:id/export`, needs('answer'), async (context) => {
    await readBody(context, NoBody)
    const practice = await found(context)
    const patient = await patientBehind(store, practice.file.id, idIn(context))
    await noteRead(practice, context.get('staff').userId, 'patient-exported', patient)
    const exported = await exportOf(store, { practice, now: clock() }, patient)
    // Whoever downloads it finds the practice in its name, and nothing of the patient.
    context.header('Content-Disposition', `attachment; filename="patient-${practice.file.id}.json"`)
    return context.json(exported satisfies PatientExport)
  })

  app.post(`${PATIENTS}/:id/erase`, needs('manage'), async (context) => {
    await readBody(context, NoBody)
    const practice = await found(context)
    const actor = `staff:${context.get('staff').userId}`
    await store.transaction(async (transaction) => {
      const patient = await patientBehind(transaction, practice.file.id, idIn(context))
      await erasePatient({ transaction, practice, actor, now: clock(), secret }, patient)
    })
    return context.body(null, 204)
  })

  function change<T extends z.ZodType>(
    path: string,
    shape: T,
    decide: (change: Change, patient: StoredPatient, body: z.infer<T>) => Promise<InvitationOutcome | null>,
    right: 'answer' | 'manage' = 'answer',
  ): void {
    app.post(`${PATIENTS}/:id${path}`, needs(right), async (context) => {
      const body = await readBody(context, shape)
      const changing = { practice: await found(context), patient: idIn(context), userId: context.get('staff').userId }
      const changed = await changePatient(room, changing, (one, patient) => decide(one, patient, body))
      return context.json(changed satisfies PatientChanged)
    })
  }

  async function noteRead(
    { file }: StoredPractice,
    userId: string,
    action: string,
    { id }: StoredPatient,
  ): Promise<void> {
    const entry = { at: clock(), actor: `staff:${userId}`, action, subject: `patient:${id}` }
    await store.transaction((transaction) => transaction.addAudit(file.id, entry))
  }

  async function found(context: Context): Promise<StoredPractice> {
    const practice = await store.practice(context.req.param('practice') ?? '')
    if (!practice) throw new ProblemError('not-found', 'There is no such practice.')
    return practice
  }

  return app
}

const idIn = (context: Context) => context.req.param('id') ?? ''
