import type { Account } from '../../server/contract/account.ts'
import type { AccountModel } from '../model/account.ts'
import { Icon } from './icon.tsx'

/** The second factor: a code of an app, asked after the password. */
export function AccountFactor({ model, account }: { model: AccountModel; account: Account }) {
  const isOn = account.hasSecondFactor
  return (
    <section class="panel" aria-labelledby="account-factor">
      <div class="panel-head">
        <h2 id="account-factor">Second factor</h2>
        <span class={isOn ? 'chip success' : 'chip'}>
          <Icon name={isOn ? 'check' : 'minus'} />
          {isOn ? 'On' : 'Off'}
        </span>
      </div>
      <div class="panel-body">
        {isOn ? (
          <>
            <p>After the password you are asked for a code of your authenticator app, or for a backup code.</p>
            <div class="acts">
              <button type="button" class="button" onClick={() => model.ask({ about: 'new-codes' })}>
                Make new backup codes…
              </button>
              <button type="button" class="button" onClick={() => model.ask({ about: 'second-factor-off' })}>
                Turn it off…
              </button>
            </div>
          </>
        ) : (
          <>
            <p>
              Your password alone signs you in. With a second factor, whoever learns it still needs a code from an app
              on your phone.
            </p>
            <div class="acts">
              <button
                type="button"
                class="button main"
                onClick={() => model.ask({ about: 'second-factor', step: 'confirm' })}
              >
                <Icon name="lock" />
                Set up a second factor…
              </button>
            </div>
          </>
        )}
      </div>
    </section>
  )
}
