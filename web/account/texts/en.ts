import { controlsEn } from '../../controls/texts/en.ts'

/** Everything that the page says, in English. */
export const en = {
  ...controlsEn,
  title: 'Your account',
  at: (title: string) => `at ${title}`,
  faultTitle: 'This link does not work',
  faults: {
    CLIENT_UNKNOWN: 'The application that sent you here is not registered.',
    TENANT_UNKNOWN: 'The organisation in this link is not known.',
  },
  change: 'Change',
  add: 'Add',
  set: 'Set',
  save: 'Save',
  remove: 'Remove',
  setUp: 'Set up',
  none: 'None',
  /** What a button of a row does, for who hears it alone. */
  about: (action: string, what: string) => `${action}: ${what}`,

  profile: 'Profile',
  nick: 'Displayed name',
  name: 'Full name',
  email: 'E-mail',
  profileTitle: 'Your names',
  profileHint: 'What others see of you, and what you are called in full.',
  optional: 'You may leave this empty.',
  profileSaved: 'Your names are saved.',

  signInWays: 'Signing in',
  password: 'Password',
  passwordChangedAt: (day: string) => `Set on ${day}`,
  passwordNone: 'Not set',
  phoneTitle: 'Change your phone number',
  phoneAddTitle: 'Add a phone number',
  phoneOldHint: 'First we make sure that it is you, with a code to your present number.',
  phoneNewHint: 'We send a code to the new number to make sure that it is yours.',
  phoneNew: 'New phone number',
  codeTitle: 'Enter the code',
  phoneChanged: 'Your phone number is changed. Other devices were signed out.',
  phoneAdded: 'Your phone number is added.',
  lostPhone: 'No access to this number any more?',
  lostTitle: 'Replace a lost number',
  lostHint:
    'Your password and your authenticator app stand for the old number. We tell it by SMS that it was replaced.',
  lostNeeds:
    'This takes a password and an authenticator app, and you have not set up both. Ask the support of the application.',
  lostAsk:
    'This takes a password and an authenticator app, and you have not set up both. You can ask the administrators for another number.',
  askAdministrators: 'Ask the administrators',
  recoveryTold: 'Your number is about to be replaced',
  recoveryFor: (phone: string, time: string) =>
    `The administrators were asked on ${time} to replace it with ${phone}.`,
  recoveryWaits: (time: string) => `They have not decided. It is not replaced before ${time}.`,
  recoveryApproved: (time: string) => `They approved it. It is replaced on ${time}.`,
  recoveryStop: 'Stop this',
  recoveryStopped: 'The request is stopped. Your number stays.',
  factorCode: 'Code of your authenticator app, or a recovery code',
  usernameTitle: 'Change your user name',
  usernameHint: 'You sign in with it and your password.',
  usernameSaved: 'Your user name is changed.',
  passwordTitle: 'Change your password',
  passwordSetTitle: 'Set a password',
  passwordSet: 'Set password',
  passwordSetHint: 'Then you can sign in with a user name and a password, too.',
  passwordOthers: 'Your other devices will be signed out.',
  passwordSaved: 'Your password is changed. Other devices were signed out.',
  passwordAdded: 'Your user name and password are set.',

  factors: 'Second step',
  factorsHint: 'A code of an app on your phone, asked for after your password or SMS code.',
  factorsRareHint:
    'A code of an app on your phone, asked for when you replace a lost number or a forgotten password.',
  app: 'Authenticator app',
  appSince: (day: string) => `Set up on ${day}`,
  appNone: 'Not set up',
  recoveryCodes: 'Recovery codes',
  codesLeft: (count: number) => (count === 1 ? '1 code left' : `${count} codes left`),
  newCodes: 'New codes',
  enrolAccountHint:
    'Scan the picture with an authenticator app, such as the one of your password manager, then enter the code that it shows.',
  appAdded: 'The authenticator app is set up.',
  codesTitle: 'New recovery codes',
  codesHint: 'The codes that you have now stop working. Confirm it with a code.',
  codesMade: 'Your new recovery codes are in force.',
  recoveryAbout: 'Each of them signs you in once when your app is not at hand. They are shown only now.',
  removeTitle: 'Remove the authenticator app',
  removeHint:
    'Your account is then protected by one step alone, and your other devices are signed out. Confirm it with a code.',
  appRemoved: 'The authenticator app is removed.',

  sessions: 'Devices and sessions',
  thisSession: 'This browser',
  unknownDevice: 'Unknown device',
  onDevice: (browser: string, system: string) => `${browser} on ${system}`,
  signedInAt: (time: string) => `Signed in ${time}`,
  lastSeen: (time: string) => `last used ${time}`,
  endSession: 'Sign out',
  endOthers: 'Sign out all other devices',
  sessionEnded: 'The device is signed out.',
  othersEnded: 'All other devices are signed out.',

  agreements: 'What you agreed to',
  version: (version: string) => `Version ${version}`,
  agreedOn: (day: string) => `agreed on ${day}`,

  data: 'Your data',
  export: 'Download your data',
  exportHint: 'Everything that is kept about you, as a JSON file.',
  exported: 'Your data was downloaded.',
  close: 'Delete your account',
  closeAction: 'Delete',
  closeHint: (days: number) =>
    days === 0
      ? 'It cannot be taken back.'
      : `You can take it back for ${days} ${days === 1 ? 'day' : 'days'}.`,
  closeAbout: (days: number) =>
    days === 0
      ? 'You are signed out everywhere, and everything that is kept about you is deleted at once. It cannot be taken back.'
      : `You are signed out everywhere. After ${days} ${days === 1 ? 'day' : 'days'} everything that is kept about you is deleted. If you sign in before then, your account stays.`,
  closeConfirm: 'I want my account to be deleted.',
  closeFirst: 'Tick the box to confirm.',
  closedTitle: 'Your account will be deleted',
  closedOn: (day: string) => `It is deleted on ${day}. Sign in before then to keep it.`,
  reopened: 'Your account stays. By signing in you took its deletion back.',
  closedNow: 'Your account is deleted.',

  reauthTitle: 'Confirm that it is you',
  reauthHint: 'You signed in a while ago. Sign in once more, then you can go on with this.',
  signInAgain: 'Sign in again',
  goBack: 'Not now',
  signedOut: 'You are signed out.',

  errors: {
    ...controlsEn.errors,
    codeWrong: 'This code is wrong or has expired.',
    eitherCodeWrong: 'One of the two codes is wrong or has expired.',
    limitsUnmet: 'The password does not meet all the points below.',
  },
}

export type Texts = typeof en
