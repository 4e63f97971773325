import type { Me } from '../../server/contract/desk.ts'
import { roleWords, type StaffModel } from '../model/staff.ts'
import { AccountFault } from './account-fault.tsx'
import { ConfirmFoot } from './confirm-foot.tsx'
import { Dialog } from './dialog.tsx'

/** What is asked before somebody's access changes for good. */
export function StaffQuestions({ model, practice }: { model: StaffModel; practice: Me['practices'][number] }) {
  const asked = askedBy(model, practice.name)
  if (!asked) return null
  const close = () => model.ask(null)
  return (
    <Dialog
      key={asked.title}
      title={asked.title}
      onLater={close}
      onMain={asked.act}
      isBusy={model.changing.going.value}
      foot={<ConfirmFoot onCancel={close} main={asked.main} />}
    >
      <p>{asked.text}</p>
      <AccountFault act={model.changing} />
    </Dialog>
  )
}

function askedBy(model: StaffModel, practice: string) {
  const question = model.question.value
  switch (question?.about) {
    case 'removal': {
      const { member } = question
      const isMe = model.isMe(member)
      return {
        title: isMe ? 'Give up your own access?' : `Remove ${member.name}?`,
        main: isMe ? 'Give up my access' : 'Remove the access',
        text: `${isMe ? 'You see' : `${member.name} sees`} nothing of ${practice} any more, at once. What was done stays in the history under the same name. To come back, another invitation is needed.`,
        act: () => void model.remove(member),
      }
    }
    case 'own-role': {
      const { member, role } = question
      return {
        title: 'Change your own role?',
        main: `Become ${roleWords[role].now}`,
        text: `As ${roleWords[role].now} you can’t change it back: another owner must.`,
        act: () => void model.giveUpRole(member, role),
      }
    }
    case 'withdrawal':
      return {
        title: 'Withdraw this invitation?',
        main: 'Withdraw the invitation',
        text: `The link for ${question.email} no longer works. You can invite the same email again.`,
        act: () => void model.withdraw(question.email),
      }
    default:
      return null
  }
}
