import type { Child } from '../../dom.ts'
import type { Mine, Screen } from '../model.ts'
import { anotherScreen } from './another-screen.ts'
import { cancelScreen } from './cancel-screen.ts'
import { endedScreen, failedScreen } from './ended-screen.ts'
import { bones, framed } from './framed.ts'
import { requestScreen } from './request-screen.ts'

const screens: { readonly [screen in Screen]: (mine: Mine) => Child } = {
  opening: bones,
  request: requestScreen,
  cancel: cancelScreen,
  another: anotherScreen,
  ended: endedScreen,
  failed: failedScreen,
}

export const screen = (mine: Mine) => framed(mine, screens[mine.screen.value](mine))
