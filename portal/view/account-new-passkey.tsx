import { useSignal } from '@preact/signals'
import { makePasskey } from '../../widget/account/passkey.ts'
import { type AccountModel, calledOffCode } from '../model/account.ts'
import { deviceName } from '../model/account-device.ts'
import { fieldFault } from '../model/act.ts'
import { AccountFault } from './account-fault.tsx'
import { AccountField } from './account-field.tsx'
import { AccountPasswordField } from './account-password-field.tsx'
import { ConfirmFoot } from './confirm-foot.tsx'
import { Dialog } from './dialog.tsx'

/** What the browser says of a passkey that it didn't make, which it keeps to itself. */
const passkeyWords = {
  [calledOffCode]: 'No passkey was made: it was called off, took too long, or this device has one of yours already.',
}

/** A name for it and the password; then the browser takes over. */
export function AccountNewPasskey({ model }: { model: AccountModel }) {
  const name = useSignal(deviceName(navigator.userAgent))
  const password = useSignal('')
  const close = () => model.ask(null)
  return (
    <Dialog
      title="Add a passkey"
      onLater={close}
      onMain={() => void model.addPasskey(name.value.trim() || 'Passkey', password.value, makePasskey)}
      isBusy={model.answering.going.value}
      foot={<ConfirmFoot onCancel={close} main="Add a passkey" />}
    >
      <p>This device then asks for your finger, face or PIN. Add one only on a device that others can’t unlock.</p>
      <AccountField
        id="passkey-name"
        label="Name for the list"
        value={name}
        maxLength={60}
        error={fieldFault(model.answering, '/name')}
      />
      <AccountPasswordField model={model} id="passkey-password" value={password} />
      <AccountFault act={model.answering} words={passkeyWords} />
    </Dialog>
  )
}
