/**
 * Given names that English speakers use for one another, a line a group, in any order. A name may stand in several: Alex
 * is short for Alexander and for Alexandra, and those two stay different names. A group only makes a match likelier;
 * nothing is ever linked by it alone.
 */
const groups = `
abigail abby gail
albert al bert bertie
alexander alex alec al lex sandy xander
alexandra alex alix lexi sandra sandy
alfred alf alfie fred
amanda mandy
andrew andy drew
angela angie
anne ann anna annie nan
anthony antony tony
arthur art artie
barbara barb babs barbie
benjamin ben benny benji
bernard bernie
bradley brad
catherine katherine kathryn cathy kathy cate kate katie kat kitty kay
charles charlie chuck chas
charlotte charlie lottie
christine christina kristina chris chrissie tina
christopher chris kit topher
cynthia cindy
daniel dan danny
david dave davey
deborah debra deb debbie
donald don donnie
dorothy dot dottie dolly
douglas doug
edward ed eddie ned ted teddy
eleanor ellie nell nora
elizabeth elisabeth liz lizzie beth betty betsy bess eliza libby lisa
emily em emmy
eugene gene
frances fran frannie
francis frank
franklin frank
frederick fred freddie
gabriel gabe
gabrielle gabby
gerald gerry jerry
gregory greg
harold hal harry
henry hal hank harry
isabella isabel bella izzy
jacob jake
jacqueline jackie
james jim jimmy jamie
jeffrey geoffrey jeff geoff
jennifer jen jenny
jessica jess jessie
john jack jon johnny
jonathan jon jonny
joseph joe joey
joshua josh
judith judy
kenneth ken kenny
kimberly kim
lawrence laurence larry
leonard len lenny leo
louis lewis lou
madeleine maddie
margaret maggie marge margie meg peg peggy greta
martin marty
mary molly polly
matthew matt
melissa mel missy
michael mick mickey mike mikey
mohammed mohamed muhammad mo
nathaniel nathan nat nate
nicholas nick nicky
nicole nicky nikki
olivia liv
pamela pam
patricia pat patty tricia trish
patrick paddy pat
peter pete
philip phillip phil
raymond ray
rebecca becca becky
richard dick rich rick ricky
robert bert bob bobby rob robbie
ronald ron ronnie
samantha sam sammy
samuel sam sammy
sarah sally sadie sara
stephanie steph
stephen steven steve
susan suzanne susanna sue susie
theodore ted teddy theo
theresa teresa terry tess
thomas tom tommy
timothy tim
victoria tori vicky
vincent vin vince vinny
virginia ginny
walter wally walt
william bill billy liam will willie
zachary zach zack
`

const groupsByName = new Map<string, number[]>()
groups
  .trim()
  .split('\n')
  .forEach((line, group) => {
    for (const name of line.split(' ')) groupsByName.set(name, [...(groupsByName.get(name) ?? []), group])
  })

/**
 * Are two given names used for one another?
 *
 * @param a - Folded, one word; so is `b`.
 * @example
 * [isNickname('liz', 'elizabeth'), isNickname('alexander', 'alexandra')] // [true, false]
 */
export function isNickname(a: string, b: string): boolean {
  const others = groupsByName.get(b)
  return a !== b && others !== undefined && (groupsByName.get(a) ?? []).some((group) => others.includes(group))
}
