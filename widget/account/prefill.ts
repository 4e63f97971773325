import type { AccountReply } from '../../server/contract/patient-account.ts'

/** What the booking is told beforehand: details that the practice has already, and that the patient has been there. */
export const prefill = ({ given, family, birthDate, mobile, email }: AccountReply) => {
  const [year, month, day] = birthDate.split('-').map(Number)
  return {
    'prefill-given': given,
    'prefill-family': family,
    'prefill-day': day,
    'prefill-month': month,
    'prefill-year': year,
    'prefill-mobile': mobile,
    'prefill-email': email,
    'prefill-before': 'yes',
  }
}
