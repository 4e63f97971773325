import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { Role } from '../../server/contract/desk.ts'
import type { InvitationOutcome, PatientChanged, PatientRow } from '../../server/contract/patients.ts'
import type { Api, Failure } from '../api.ts'
import { createAct } from './act.ts'
import { createPatientList } from './patient-list.ts'
import { fullName } from './patient-words.ts'
import { formatAccess, formatPatient, parseAccess } from './patients-address.ts'

export type PatientAccessModel = ReturnType<typeof createPatientAccess>

export type AccessQuestion =
  | { about: 'removal'; patient: PatientRow }
  | { about: 'outcome'; patient: PatientRow; outcome: InvitationOutcome }

/** Who may book by an account of their own, who was invited to, and whose access was taken away. */
export function createPatientAccess(from: {
  api: Pick<Api, 'change'>
  practice: { id: string; role: Role }
  hash: ReadonlySignal<string>
  /** Is this what the address names? */
  isOpen: ReadonlySignal<boolean>
  /** Moves on whenever something may have moved. */
  now: ReadonlySignal<number>
  announce: (text: string) => void
  onFailure: (failure: Failure) => void
}) {
  const { api, practice, hash, isOpen, now, announce, onFailure } = from
  const tab = computed(() => parseAccess(hash.value))
  const question = signal<AccessQuestion | null>(null)
  /** What was done just now; `undo`: whom a new invitation brings back. */
  const news = signal<{ words: string; undo: PatientRow | null } | null>(null)
  const acting = createAct(onFailure)
  const list = createPatientList({
    ...{ api, practice: practice.id, now, isOpen, announce, onFailure },
    access: tab,
  })

  async function change(patient: PatientRow, what: string): Promise<PatientChanged | null> {
    news.value = null
    const path = `patients/${encodeURIComponent(patient.id)}/${what}`
    const done = await acting.run(() => api.change<PatientChanged>(practice.id, path))
    if (done) list.put(done.value.patient)
    // Of a part of the list it may be no member any more, and the counts have moved.
    void list.read()
    return done?.value ?? null
  }

  function ask(next: AccessQuestion | null): void {
    acting.clear()
    question.value = next
  }

  return {
    practice,
    tab,
    list,
    question,
    news,
    acting,
    mayChange: practice.role !== 'read-only',
    ask,
    hrefOf: ({ id }: Pick<PatientRow, 'id'>) => formatPatient(practice.id, id),
    tabHref: (which: ReturnType<typeof parseAccess>) => formatAccess(practice.id, which),
    async remove(patient: PatientRow): Promise<void> {
      const done = await change(patient, 'access/remove')
      if (!done) return
      ask(null)
      const words = `${fullName(patient)} can no longer sign in, and the link is dead.`
      news.value = { words, undo: done.patient }
      announce(words)
    },
    async invite(patient: PatientRow): Promise<void> {
      ask(null)
      const done = await change(patient, 'invitation')
      if (!done?.invitation) return
      const outcome = done.invitation
      ask({ about: 'outcome', patient: done.patient, outcome })
      announce(outcome.isSent ? 'Invitation sent' : 'No invitation was sent')
    },
    stop: list.stop,
  }
}
