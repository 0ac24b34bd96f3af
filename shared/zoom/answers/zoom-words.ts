/**
 * The words of Zoom's documented refusals, and of pages of those who stand before it. They can quote what a person typed (a
 * name, an address, a topic), so nothing but these words, scopes and short numbers is ever repeated.
 */
const vocabulary = new Set(
  `a about access account accounts activated active again ago all allowed already an and another api app application are as at
  authorization available bad be been before belong below by call called can cannot client code contact contain contains
  could daily dashboard data date day days deactivated deleted details disabled does doesn't either enable enabled endpoint
  error exceed exceeded exist exists expired failed feature field for forbidden found from gateway get has have header
  history host id if in information internal invalid is it later license licensed limit limits live make maximum
  meeting meetings message metrics minute minutes missing month months must need next next_page_token no not of off old on one
  only or own owner page page_size paid parameter participants past per per-second permission permissions plan please
  privileges pro rate reached recognized refer report reports request requested requests required response retry
  scope scopes second seconds server service size something state such support than that the this time to token too
  traffic try type unable unauthorized unavailable unknown unsupported upgrade user users uuid valid validation value
  was webinar webinars went when which who will with within wrong year years yet you your zoom
  akamai attention blocked browser busy captcha challenge check checking closed cloudflare connection cookies currently
  denied description detail enough errors firewall forcepoint fortinet html http human javascript just maintenance maintained moment
  network nginx origin parse path policy portal problem proxy questions queue reason records reference registrants
  required restricted returned scheduled secure security sorry squid status temporarily timeout title total
  undergoing upstream verify verifying wait waiting web website zscaler`.split(/\s+/),
);

const scope = /^(?:account|dashboard\w*|meeting|report|user|webinar)(?::[a-z_]+)+$/;
const shortNumber = /^\d{1,4}$/;

/** More than any refusal has: what follows is not looked at. */
const longestText = 2_000;

/** A refusal's text with every word masked that might be personal: fit for a log. */
export function zoomWords(text: string): string {
  return text
    .slice(0, longestText)
    .split(/([\s()[\],;"])/)
    .map((chunk, index) => (index % 2 === 1 ? chunk : masked(chunk)))
    .join('')
    .replace(/…(?:\s+…)+/g, '…')
    .slice(0, 300);
}

function masked(chunk: string): string {
  const word = chunk.replace(/[.:!?]+$/, '');
  const isHarmless = word === '' || isHarmlessWord(word) || shortNumber.test(word) || scope.test(word);
  return isHarmless ? chunk : `…${chunk.slice(word.length)}`;
}

/** Whatever its case. */
export const isHarmlessWord = (word: string): boolean => vocabulary.has(word.toLowerCase());
