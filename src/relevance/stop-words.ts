/**
 * Words that ask rather than describe. They are dropped from queries only; rows keep all their words.
 *
 * English in full, German, French, Spanish, Italian, Portuguese and Dutch by their commonest function words, without accents, except those
 * that are English content words as well ("die", "war", "son"). "first", "most recent" and the like stay out of it: other rules answer them,
 * and a row that says "first" should match.
 */
const STOP_WORDS = new Set((
  'a about after all also am an and any anybody anyone anything are as at be because been before being between both but by can cannot could ' +
  'd did didn do does doesn doing don done each either else ever every everybody everyone everything for from get gets getting give given go had ' +
  'has hasn have haven having he her here hers him his how however i if in into is isn it its itself just ll let like m many may me might ' +
  'mine more most much must my neither no nobody none nor not nothing now of off on once one ones only or other others our ours ' +
  'out over own please re s same shall she should shouldn show so some somebody someone something somewhere such t tell than that the ' +
  'their theirs them then there these they thing things this those through to too under until up upon us ve very was wasn we were weren what ' +
  'when where whether which while who whom whose why will with within without won would wouldn yes yet you your yours ' +
  'aber als auch auf aus bei bitte dann das dass dem der des diese dieser dieses du ein eine einem einen einer eines er es fur gibt haben ich ' +
  'ihr im ist kein keine mir mit nach nicht noch nur oder sich sie sind uber und uns unter viele vom von wann warum was welche welcher ' +
  'welches wenn wie wir wird wo wurde zu zum zur ' +
  'au aux avec ce ces cette combien comme dans de du elle est et il ils je la le les leur leurs mais nous ou par pas quand que quel quelle ' +
  'quelles quels qui quoi sont sur une vous ' +
  'como con cual cuales cuando cuantas cuantos de del donde el ella en entre es esta este estos hay la las los mas muy para pero por porque que ' +
  'quien se ser su sus una uno unos y ' +
  'che chi ci come cosa dei della delle di gli il lo nel nella non per perche piu quale quali quando quanti sono un ' +
  'ao aos com da das do dos e em mais na nao nas no nos onde os ou pela pelo quais qual quantos sao seu sua uma um ' +
  'aan bij dat de deze dit een en er geen het hij hoe hoeveel ik in is je maar meer met naar niet ook op te tot uit van voor waar waarom wat ' +
  'welke werd wie wij worden zijn ' +
  '什么 哪个 哪些 多少 怎么 为什 是什 哪里 几个 有几 请问'
).split(' '))

/** True when a folded word of a query only asks. Pairs of hiragana, which are mostly grammar in Japanese, count too. */
export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word) || /^[\u3041-\u309f]{1,2}$/.test(word)
}
