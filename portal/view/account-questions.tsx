import type { AccountModel } from '../model/account.ts'
import type { Portal } from '../model/portal.ts'
import { AccountCodes } from './account-codes.tsx'
import { AccountFault } from './account-fault.tsx'
import { AccountNewPasskey } from './account-new-passkey.tsx'
import { AccountNewPassword } from './account-new-password.tsx'
import { AccountPasswordDialog } from './account-password-dialog.tsx'
import { AccountScan } from './account-scan.tsx'
import { ConfirmFoot } from './confirm-foot.tsx'
import { Dialog } from './dialog.tsx'

/** The dialog of the account's page that is open. */
export function AccountQuestions({ portal, model }: { portal: Portal; model: AccountModel }) {
  const question = model.question.value
  const close = () => model.ask(null)
  switch (question?.about) {
    case 'password':
      return <AccountNewPassword model={model} />
    case 'second-factor':
      return question.step === 'confirm' ? (
        <AccountPasswordDialog
          model={model}
          title="Set up a second factor"
          main="Go on"
          onPassword={model.beginSecondFactor}
        >
          <p>
            You need an authenticator app on your phone, such as the one that came with it. To show that it is you, type
            your password.
          </p>
        </AccountPasswordDialog>
      ) : (
        <AccountScan portal={portal} model={model} set={question.set} />
      )
    case 'second-factor-off':
      return (
        <AccountPasswordDialog
          model={model}
          title="Turn the second factor off?"
          main="Turn it off"
          onPassword={model.turnOffSecondFactor}
        >
          <p>Your password alone will sign you in again. Your backup codes no longer work then.</p>
        </AccountPasswordDialog>
      )
    case 'new-codes':
      return (
        <AccountPasswordDialog
          model={model}
          title="Make new backup codes?"
          main="Make new codes"
          onPassword={model.renewCodes}
        >
          <p>You get ten new ones. Those from before no longer work then.</p>
        </AccountPasswordDialog>
      )
    case 'codes':
      return <AccountCodes portal={portal} model={model} codes={question.codes} isNew={question.isNew} />
    case 'passkey':
      return <AccountNewPasskey model={model} />
    case 'passkey-removal':
      return (
        <Dialog
          title={`Remove the passkey “${question.name}”?`}
          onLater={close}
          onMain={() => void model.removePasskey(question.id, question.name)}
          isBusy={model.answering.going.value}
          foot={<ConfirmFoot onCancel={close} main="Remove the passkey" />}
        >
          <p>It no longer signs you in. The device may still offer it; delete it there too.</p>
          <AccountFault act={model.answering} />
        </Dialog>
      )
    case 'everywhere':
      return (
        <Dialog
          title="Sign out everywhere?"
          onLater={close}
          onMain={() => void model.signOutEverywhere()}
          isBusy={model.answering.going.value}
          foot={<ConfirmFoot onCancel={close} main="Sign out everywhere" />}
        >
          <p>Every device is signed out at once, this one too. Nothing that was saved is lost.</p>
          <AccountFault act={model.answering} />
        </Dialog>
      )
  }
  return null
}
