import type { Child } from '../../dom.ts'
import { bones, framed } from '../../patient/view/framed.ts'
import type { Account, Screen } from '../model.ts'
import { bookScreen, welcomeScreen } from './book-screen.ts'
import { detailsScreen } from './details-screen.ts'
import { homeScreen } from './home-screen.ts'
import { invitationScreen } from './invitation-screen.ts'
import { bareScreen, endedScreen, failedScreen, openScreen, replacedScreen } from './link-screens.ts'
import { removeScreen } from './passkeys.ts'
import { askedScreen, signInScreen } from './sign-in-screen.ts'

const screens: { readonly [screen in Screen]: (account: Account) => Child } = {
  opening: bones,
  failed: failedScreen,
  ended: endedScreen,
  replaced: replacedScreen,
  bare: bareScreen,
  invitation: invitationScreen,
  signIn: signInScreen,
  asked: askedScreen,
  open: openScreen,
  welcome: welcomeScreen,
  home: homeScreen,
  book: bookScreen,
  details: detailsScreen,
  remove: removeScreen,
}

export const screen = (account: Account) => framed(account, screens[account.screen.value](account))
