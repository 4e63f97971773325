import { computed, effect, signal, untracked } from '@preact/signals'
import type { AlikeReply, NewPatientBody, PatientChanged, PossibleDuplicate } from '../../server/contract/patients.ts'
import type { Api, Failure } from '../api.ts'
import { createAct, fieldFault } from './act.ts'

export type NewPatientModel = ReturnType<typeof createNewPatient>

/** What is typed of a patient, by field. */
export const patientFields = ['given', 'family', 'birthDate', 'mobile', 'email'] as const
export type PatientField = (typeof patientFields)[number]
export type TypedPatient = Record<PatientField, string>

/** Somebody still types. */
const pauseMs = 400
const blank: TypedPatient = { given: '', family: '', birthDate: '', mobile: '', email: '' }
const noTicks = { email: false, text: false, invite: false }

/** The form for somebody who isn't known yet. */
export function createNewPatient(from: {
  api: Pick<Api, 'change' | 'make'>
  practice: string
  newKey: () => string
  announce: (text: string) => void
  onFailure: (failure: Failure) => void
  onMade: (made: PatientChanged) => void
}) {
  const { api, practice, newKey, announce, onFailure, onMade } = from
  const typed = signal<TypedPatient>(blank)
  const ticks = signal(noTicks)
  const alike = signal<readonly PossibleDuplicate[]>([])
  /** What the form itself finds wrong, since it was last sent. */
  const own = signal<Partial<Record<PatientField, string>>>({})
  const isOpen = signal(false)
  const saving = createAct(onFailure)
  /** The server knows somebody of this name and birth date, and asks whether it is somebody else. */
  const isAsked = computed(() => saving.failure.value?.refusal === 'needs-confirmation')
  let sent: { body: string; key: string } | null = null
  let asked = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const stopLooking = effect(() => {
    const now = typed.value
    if (!isOpen.value) return
    clearTimeout(timer)
    timer = setTimeout(() => void look(now), pauseMs)
  })

  async function look(of: TypedPatient): Promise<void> {
    const mine = ++asked
    const { given, family, birthDate, mobile, email } = of
    const isEnough = (given.trim() && family.trim()) || mobile.replace(/\D/g, '').length >= 7 || email.includes('@')
    if (!isEnough) {
      alike.value = []
      return
    }
    const body = {
      ...{ given: given.trim(), family: family.trim(), birthDate: birthDate || null },
      ...(mobile.trim() ? { mobile: mobile.trim() } : {}),
      ...(email.trim() ? { email: email.trim() } : {}),
    }
    const reply = await api.change<AlikeReply>(practice, 'patients/alike', body)
    if (mine !== asked) return
    if (!reply.ok) {
      // It only helps: what is typed can be saved without it.
      if (reply.failure.kind === 'sign-in-required') onFailure(reply.failure)
      return
    }
    const before = alike.peek().length
    alike.value = reply.value.patients
    const count = reply.value.patients.length
    if (count > before) announce(count === 1 ? '1 patient may be the same person' : `${count} may be the same person`)
  }

  function missing(): Partial<Record<PatientField, string>> {
    if (!ticks.peek().invite) return {}
    const { email, birthDate } = typed.peek()
    return {
      ...(email.trim() ? {} : { email: 'The invitation needs an email address.' }),
      ...(birthDate ? {} : { birthDate: 'The invitation needs the date of birth: the patient confirms it.' }),
    }
  }

  /** The same key for every try of the same: a patient is made once. */
  function keyFor(body: string): string {
    if (sent?.body !== body) sent = { body, key: newKey() }
    return sent.key
  }

  return {
    typed,
    ticks,
    alike,
    saving,
    isAsked,
    /** What is wrong with a field; null: nothing. */
    faultOf: (field: PatientField) => own.value[field] ?? fieldFault(saving, `/${field}`),
    /** Empties the form. */
    begin(): void {
      typed.value = blank
      ticks.value = noTicks
      alike.value = []
      own.value = {}
      saving.clear()
      sent = null
      isOpen.value = true
    },
    /** The form went away. */
    end(): void {
      isOpen.value = false
      clearTimeout(timer)
      asked++
    },
    type(field: PatientField, text: string): void {
      typed.value = { ...typed.peek(), [field]: text }
      if (own.peek()[field]) own.value = { ...own.peek(), [field]: undefined }
      // Another name or date is another question.
      if (isAsked.peek()) saving.clear()
    },
    tick(which: keyof typeof noTicks, isOn: boolean): void {
      ticks.value = { ...ticks.peek(), [which]: isOn }
      if (which === 'invite' && !isOn) own.value = {}
    },
    /** @returns Whether it is saved; else the fields say why. */
    async save(): Promise<boolean> {
      own.value = untracked(missing)
      if (Object.keys(own.value).length > 0) return false
      const { birthDate, ...rest } = typed.peek()
      const { email, text, invite } = ticks.peek()
      const body: NewPatientBody = {
        ...rest,
        birthDate: birthDate || null,
        consent: { email, text },
        sendInvitation: invite,
        evenSo: isAsked.peek(),
      }
      const key = keyFor(JSON.stringify(body))
      const made = await saving.run(() => api.make<PatientChanged>(practice, 'patients', body, key))
      if (!made) return false
      onMade(made.value)
      return true
    },
    stop(): void {
      asked++
      clearTimeout(timer)
      stopLooking()
    },
  }
}
