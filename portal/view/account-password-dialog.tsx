import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import type { AccountModel } from '../model/account.ts'
import { fieldFault } from '../model/act.ts'
import { ConfirmFoot } from './account-confirm-foot.tsx'
import { AccountFault } from './account-fault.tsx'
import { AccountField } from './account-field.tsx'
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
      <AccountField
        id="confirm-password"
        label="Your password"
        type="password"
        autocomplete="current-password"
        value={password}
        error={fieldFault(model.answering, '/password')}
        isFirst
      />
      <AccountFault act={model.answering} />
    </Dialog>
  )
}
