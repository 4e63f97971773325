import { useSignal } from '@preact/signals'
import type { AccountModel } from '../model/account.ts'
import { fieldFault } from '../model/act.ts'
import { AccountFault } from './account-fault.tsx'
import { AccountField } from './account-field.tsx'
import { AccountPasswordField } from './account-password-field.tsx'
import { ConfirmFoot } from './confirm-foot.tsx'
import { Dialog } from './dialog.tsx'

export const passwordHint = 'At least 12 characters. A few words in a row are easy to remember and hard to guess.'

/** The old password and the new one. */
export function AccountNewPassword({ model }: { model: AccountModel }) {
  const password = useSignal('')
  const newPassword = useSignal('')
  const close = () => model.ask(null)
  return (
    <Dialog
      title="Change the password"
      onLater={close}
      onMain={() => void model.changePassword(password.value, newPassword.value)}
      isBusy={model.answering.going.value}
      foot={<ConfirmFoot onCancel={close} main="Change the password" />}
    >
      <AccountPasswordField model={model} id="old-password" label="Your password now" value={password} />
      <AccountField
        id="new-password"
        label="New password"
        type="password"
        autocomplete="new-password"
        value={newPassword}
        hint={passwordHint}
        error={fieldFault(model.answering, '/newPassword')}
      />
      <p class="small muted">Everywhere else you are signed out with it.</p>
      <AccountFault act={model.answering} />
    </Dialog>
  )
}
