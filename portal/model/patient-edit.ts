import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { PatientChanged, PatientPage } from '../../server/contract/patients.ts'
import type { Api, Failure } from '../api.ts'
import { createAct, fieldFault } from './act.ts'
import { type PatientField, patientFields, type TypedPatient } from './patient-new.ts'
import { isWhole } from './patient-words.ts'

export type PatientEditModel = ReturnType<typeof createPatientEdit>

/** The details of a known patient, being changed. */
export function createPatientEdit(from: {
  api: Pick<Api, 'change'>
  practice: string
  page: ReadonlySignal<PatientPage | null>
  read: () => Promise<void>
  onFailure: (failure: Failure) => void
  onSaved: (saved: PatientChanged) => void
}) {
  const { api, practice, page, read, onFailure, onSaved } = from
  /** As it stood when the form was opened, or when somebody else's change was seen. */
  const base = signal<PatientPage | null>(null)
  const typed = signal<TypedPatient | null>(null)
  /** Fields that both have changed, and differently. */
  const both = signal<readonly PatientField[] | null>(null)
  const saving = createAct(onFailure)

  function begin(): void {
    base.value = page.peek()
    typed.value = base.value && formOf(base.value)
    both.value = null
    saving.clear()
  }

  /** What they changed and I did not is taken; what both did is shown. */
  async function meet(): Promise<void> {
    await read()
    const [before, theirs, mine] = [base.peek(), page.peek(), typed.peek()]
    if (!before || !theirs || !mine) return
    const [was, is] = [formOf(before), formOf(theirs)]
    const isMine = (field: PatientField) => mine[field].trim() !== was[field]
    typed.value = Object.fromEntries(
      patientFields.map((field) => [field, isMine(field) ? mine[field] : is[field]]),
    ) as TypedPatient
    both.value = patientFields.filter(
      (field) => isMine(field) && is[field] !== was[field] && is[field] !== mine[field].trim(),
    )
    base.value = theirs
    saving.clear()
  }

  return {
    typed,
    saving,
    begin,
    /** Somebody else was quicker: where the two still differ. */
    conflict: computed(() => {
      const fields = both.value?.filter((field) => typed.value?.[field].trim() !== theirsOf(field))
      return both.value && fields ? { by: 'Somebody else', at: '', fields } : null
    }),
    theirsOf,
    faultOf: (field: PatientField) => fieldFault(saving, `/${field}`),
    /** An email that changes ends an open invitation. */
    isEndingInvitation: computed(() => {
      const open = base.value?.access === 'invited' && !base.value.isLinkEnded
      return open && typed.value !== null && typed.value.email.trim() !== (base.value?.email ?? '')
    }),
    /** What is known of a birth date that can't be shown in the field; null: it can. */
    partOfBirth: computed(() => {
      const known = base.value?.birthDate ?? null
      return known !== null && !isWhole(known) ? known : null
    }),
    type(field: PatientField, text: string): void {
      if (typed.peek()) typed.value = { ...typed.peek()!, [field]: text }
    },
    takeTheirs(field: PatientField): void {
      if (typed.peek()) typed.value = { ...typed.peek()!, [field]: theirsOf(field) }
    },
    async save(): Promise<boolean> {
      const [form, known] = [typed.peek(), base.peek()]
      if (!form || !known) return false
      const { birthDate, ...rest } = form
      const body = {
        ...rest,
        birthDate: birthDate || null,
        ...(known.language === null ? {} : { language: known.language }),
        revision: known.revision,
      }
      const path = `patients/${encodeURIComponent(known.id)}`
      const done = await saving.run(() => api.change<PatientChanged>(practice, path, body))
      if (done) onSaved(done.value)
      else if (saving.failure.peek()?.refusal === 'changed-meanwhile') await meet()
      return done !== null
    },
  }

  function theirsOf(field: PatientField): string {
    return base.value ? formOf(base.value)[field] : ''
  }
}

function formOf({ given, family, birthDate, mobile, email }: PatientPage): TypedPatient {
  const whole = birthDate !== null && isWhole(birthDate) ? birthDate : ''
  return { given, family, birthDate: whole, mobile: mobile ?? '', email: email ?? '' }
}
