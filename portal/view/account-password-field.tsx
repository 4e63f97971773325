import type { Signal } from '@preact/signals'
import type { AccountModel } from '../model/account.ts'
import { fieldFault } from '../model/act.ts'
import { AccountField } from './account-field.tsx'

/** The password that the account has, and what was wrong with it the last time. */
export function AccountPasswordField(props: {
  model: AccountModel
  id: string
  value: Signal<string>
  /** Left out: `Your password`. */
  label?: string
}) {
  const { model, id, value, label = 'Your password' } = props
  return (
    <AccountField
      id={id}
      label={label}
      type="password"
      autocomplete="current-password"
      value={value}
      error={fieldFault(model.answering, '/password')}
      isFirst
    />
  )
}
