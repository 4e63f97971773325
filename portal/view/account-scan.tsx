import { useSignal } from '@preact/signals'
import type { SecondFactor } from '../../server/contract/account.ts'
import type { AccountModel } from '../model/account.ts'
import { fieldFault } from '../model/act.ts'
import type { Portal } from '../model/portal.ts'
import { AccountFault } from './account-fault.tsx'
import { AccountField } from './account-field.tsx'
import { ConfirmFoot } from './confirm-foot.tsx'
import { CopyButton } from './copy-button.tsx'
import { Dialog } from './dialog.tsx'
import { later } from './later.ts'

/** Its library comes only when a code is to be drawn. */
const qrCode = later<{ text: string }>(() => import('./account-qr.tsx').then((file) => file.QrCode))

/** The secret, to be scanned or typed into the app, and the code that shows that it has arrived. */
export function AccountScan({ portal, model, set }: { portal: Portal; model: AccountModel; set: SecondFactor }) {
  const code = useSignal('')
  const secret = new URL(set.uri).searchParams.get('secret') ?? ''
  const Qr = qrCode.get()
  const close = () => model.ask(null)
  return (
    <Dialog
      title="Scan this with your authenticator app"
      onLater={close}
      onMain={() => void model.turnOnSecondFactor(set, code.value)}
      isBusy={model.answering.going.value}
      foot={<ConfirmFoot onCancel={close} main="Turn it on" />}
    >
      <div class="qr">
        {Qr === 'failed' ? <p class="small muted">The picture could not be drawn.</p> : Qr && <Qr text={set.uri} />}
      </div>
      <div>
        <p class="small muted">Or type this secret into the app; it goes by time, with six digits.</p>
        <p class="row">
          <code class="secret">{secret.match(/.{1,4}/g)?.join(' ')}</code>
          <CopyButton copies={portal.copies} id="secret" label="Secret" text={secret} />
        </p>
      </div>
      <AccountField
        id="first-code"
        label="Code that the app shows now"
        value={code}
        inputMode="numeric"
        autocomplete="one-time-code"
        maxLength={12}
        error={fieldFault(model.answering, '/code')}
        isFirst
      />
      <AccountFault act={model.answering} />
    </Dialog>
  )
}
