import { computed, signal } from '@preact/signals'
import type { Role } from '../../server/contract/desk.ts'
import type { InviteReply, StaffList } from '../../server/contract/settings.ts'
import type { Api, Failure } from '../api.ts'
import { createAct } from './act.ts'

export type StaffModel = ReturnType<typeof createStaff>
export type StaffMember = StaffList['staff'][number]
/** What is asked before it is done. */
export type StaffQuestion =
  | { about: 'removal'; member: StaffMember }
  | { about: 'own-role'; member: StaffMember; role: Role }
  | { about: 'withdrawal'; email: string }

/** Who works for a practice, and who is invited. */
export function createStaff(from: {
  api: Api
  practice: string
  /** Id of who is signed in. */
  me: string
  announce: (text: string) => void
  onFailure: (failure: Failure) => void
  /** The own role, or the own access, has changed. */
  onOwnChange: () => Promise<void>
}) {
  const { api, practice, me, announce, onFailure, onOwnChange } = from
  const list = signal<StaffList | null>(null)
  const failure = signal<Failure | null>(null)
  const question = signal<StaffQuestion | null>(null)
  const done = signal<string | null>(null)
  /** The last invitation: whom, and the link if it has to be handed over. */
  const invited = signal<(InviteReply & { email: string }) | null>(null)
  const inviting = createAct(onFailure)
  const changing = createAct(onFailure)
  const owners = computed(() => list.value?.staff.filter(({ role }) => role === 'owner').length ?? 0)

  async function read(): Promise<void> {
    const reply = await api.read<StaffList>(practice, 'staff')
    if (reply.ok) list.value = reply.value
    else onFailure(reply.failure)
    failure.value = reply.ok ? null : reply.failure
  }

  function ask(next: StaffQuestion | null) {
    changing.clear()
    question.value = next
  }

  async function change(what: string, body: object, words: string): Promise<void> {
    done.value = null
    const isDone = await changing.run(() => api.change(practice, `staff/${what}`, body))
    if (!isDone) return read()
    question.value = null
    await read()
    done.value = words
    announce(words)
  }

  async function putRole(member: StaffMember, role: Role | null, words: string): Promise<void> {
    await change('role', { userId: member.userId, role }, words)
    if (member.userId === me && !changing.failure.value) await onOwnChange()
  }

  return {
    list,
    failure,
    question,
    done,
    invited,
    inviting,
    changing,
    read,
    ask,
    isMe: ({ userId }: StaffMember) => userId === me,
    /** A practice needs one. */
    isLastOwner: ({ role }: StaffMember) => role === 'owner' && owners.value === 1,
    async invite(email: string, role: Role): Promise<boolean> {
      invited.value = null
      done.value = null
      const made = await inviting.run(() => api.change<InviteReply>(practice, 'staff/invite', { email, role }))
      if (!made) return false
      invited.value = { ...made.value, email }
      announce(`${email} is invited`)
      await read()
      return true
    },
    /** One's own is asked about first: whoever gives it up can't take it back. */
    async chooseRole(member: StaffMember, role: Role): Promise<void> {
      if (member.role === role) return
      if (member.userId === me) ask({ about: 'own-role', member, role })
      else await putRole(member, role, `${member.name} is ${roleWords[role].now} now.`)
    },
    giveUpRole: (member: StaffMember, role: Role) => putRole(member, role, `You are ${roleWords[role].now} now.`),
    remove: (member: StaffMember) => putRole(member, null, `${member.name} has no access any more.`),
    async withdraw(email: string): Promise<void> {
      if (invited.value?.email === email) invited.value = null
      await change('withdraw', { email }, `The invitation for ${email} is withdrawn; its link no longer works.`)
    },
  }
}

/** Roles as staff read them. */
export const roleWords: Record<Role, { name: string; now: string; can: string }> = {
  owner: { name: 'Owner', now: 'an owner', can: 'Everything: requests, settings and staff' },
  staff: { name: 'Staff', now: 'staff', can: 'Answers requests and sends messages' },
  'read-only': { name: 'Read-only', now: 'read-only', can: 'Looks at everything, changes nothing' },
}
