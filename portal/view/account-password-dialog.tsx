import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import type { AccountModel } from '../model/account.ts'
import { AccountFault } from './account-fault.tsx'
import { AccountPasswordField } from './account-password-field.tsx'
import { ConfirmFoot } from './confirm-foot.tsx'
import { Dialog } from './dialog.tsx'

/** Asks the password once more before something that matters. */
export function AccountPasswordDialog(props: {
  model: AccountModel
  title: string
  main: string
  onPassword: (password: string) => Promise<void>
  children: ComponentChildren
}) {
  const { model, title, main, onPassword, children } = props
  const password = useSignal('')
  const close = () => model.ask(null)
  return (
    <Dialog
      title={title}
      onLater={close}
      onMain={() => void onPassword(password.value)}
      isBusy={model.answering.going.value}
      foot={<ConfirmFoot onCancel={close} main={main} />}
    >
      {children}
      <AccountPasswordField model={model} id="confirm-password" value={password} />
      <AccountFault act={model.answering} />
    </Dialog>
  )
}
