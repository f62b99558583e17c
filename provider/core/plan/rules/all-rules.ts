import { credentialNotCompared } from "./claims/credential-not-compared";
import { credentialOnSeveralHosts } from "./claims/credential-on-several-hosts";
import { defaultPortClash } from "./claims/default-port-clash";
import { matrixDeviceInSeveralHomes } from "./claims/matrix-device-in-several-homes";
import { portRangeExhausted } from "./claims/port-range-exhausted";
import { sharedCredential } from "./claims/shared-credential";
import { sharedMatrixDevice } from "./claims/shared-matrix-device";
import { sharedPort } from "./claims/shared-port";
import { sharedWhatsappSession } from "./claims/shared-whatsapp-session";
import { unguardedStandby } from "./claims/unguarded-standby";
import { desiredOverPriority } from "./desired/desired-over-priority";
import { desiredRunningExcluded } from "./desired/desired-running-excluded";
import { nobodyRuns } from "./desired/nobody-runs";
import { duplicateHome } from "./homes/duplicate-home";
import { homeNotWhereProfileLeads } from "./homes/home-not-where-profile-leads";
import { homeOfAnotherProfile } from "./homes/home-of-another-profile";
import { nestedHome } from "./homes/nested-home";
import { movedFromSeveralHosts } from "./moves/moved-from-several-hosts";
import { movedFromStillPlaced } from "./moves/moved-from-still-placed";
import { duplicateUnitName } from "./names/duplicate-unit-name";
import { legacyUnitName } from "./names/legacy-unit-name";
import { profileArgumentMismatch } from "./names/profile-argument-mismatch";
import { replaceArgument } from "./names/replace-argument";
import { unitInBothScopes } from "./names/unit-in-both-scopes";
import { unitNameOfAnotherProfile } from "./names/unit-name-of-another-profile";
import { unitNameUnknownToHermes } from "./names/unit-name-unknown-to-hermes";
import { orderCycle } from "./order/order-cycle";
import { systemdConflictsItself } from "./order/systemd-conflicts-itself";
import { systemdConflictsNotAUnit } from "./order/systemd-conflicts-not-a-unit";
import { wantsExcluded } from "./order/wants-excluded";
import { commandAsRoot } from "./rights/command-as-root";
import { gatewayAsRoot } from "./rights/gateway-as-root";
import { openedAsRoot } from "./rights/opened-as-root";
import type { FleetRule, HostRule, ProfileRule } from "./rule";
import { dependencyOnOtherScope } from "./scope/dependency-on-other-scope";
import { groupInUserScope } from "./scope/group-in-user-scope";
import { lingerNeeded } from "./scope/linger-needed";
import { systemdConflictsOtherScope } from "./scope/systemd-conflicts-other-scope";
import { targetOfSystemScope } from "./scope/target-of-system-scope";
import { accountHomeDiffers } from "./seen/account-home-differs";
import { contendsWithAnotherStack } from "./seen/contends-with-another-stack";
import { dropInInEffect } from "./seen/drop-in-in-effect";
import { foreignUnit } from "./seen/foreign-unit";
import { foreignUnitNotExcluded } from "./seen/foreign-unit-not-excluded";
import { hostNotSeen } from "./seen/host-not-seen";
import { orphanedGateway } from "./seen/orphaned-gateway";
import { portHeld } from "./seen/port-held";
import { sameMachine } from "./seen/same-machine";
import { surveyIncomplete } from "./seen/survey-incomplete";
import { systemdTooOld } from "./seen/systemd-too-old";
import { takeOverDrops } from "./seen/take-over-drops";
import { apiServerNotAskable } from "./settings/api-server-not-askable";
import { apiServerWithoutKey } from "./settings/api-server-without-key";
import { configRefusalRestarts } from "./settings/config-refusal-restarts";
import { disabledPlatformStarts } from "./settings/disabled-platform-starts";
import { ignoredConfigSpelling } from "./settings/ignored-config-spelling";
import { listenerTwice } from "./settings/listener-twice";
import { multiplexerBesideStandalone } from "./settings/multiplexer-beside-standalone";
import { multiplexingInNamedProfile } from "./settings/multiplexing-in-named-profile";
import { portNotAllocated } from "./settings/port-not-allocated";
import { portNotKnown } from "./settings/port-not-known";
import { stopLeavesChildren } from "./settings/stop-leaves-children";
import { stopTimeoutBelowDrain } from "./settings/stop-timeout-below-drain";
import { watchdogSettingIgnored } from "./settings/watchdog-setting-ignored";
import { watchdogWithoutSetting } from "./settings/watchdog-without-setting";
import { excludedInOneGateway } from "./topology/excluded-in-one-gateway";
import { portOnServedProfile } from "./topology/port-on-served-profile";
import { servedByNobody } from "./topology/served-by-nobody";
import { settingOfServedProfile } from "./topology/setting-of-served-profile";
import { topologyContradicted } from "./topology/topology-contradicted";

/** Rules about one profile, in the order in which findings show. */
export const PROFILE_RULES: readonly ProfileRule[] = [
  movedFromStillPlaced,
  movedFromSeveralHosts,
  homeOfAnotherProfile,
  homeNotWhereProfileLeads,
  profileArgumentMismatch,
  replaceArgument,
  legacyUnitName,
  unitNameOfAnotherProfile,
  unitNameUnknownToHermes,
  groupInUserScope,
  targetOfSystemScope,
  lingerNeeded,
  systemdConflictsNotAUnit,
  systemdConflictsItself,
  listenerTwice,
  portNotKnown,
  portNotAllocated,
  apiServerWithoutKey,
  apiServerNotAskable,
  disabledPlatformStarts,
  ignoredConfigSpelling,
  multiplexingInNamedProfile,
  stopTimeoutBelowDrain,
  configRefusalRestarts,
  watchdogSettingIgnored,
  watchdogWithoutSetting,
  gatewayAsRoot,
  commandAsRoot,
  openedAsRoot,
];

/** Rules about the gateways of one host. */
export const HOST_RULES: readonly HostRule[] = [
  hostNotSeen,
  systemdTooOld,
  servedByNobody,
  portOnServedProfile,
  excludedInOneGateway,
  settingOfServedProfile,
  topologyContradicted,
  duplicateUnitName,
  unitInBothScopes,
  duplicateHome,
  nestedHome,
  sharedPort,
  sharedCredential,
  sharedMatrixDevice,
  sharedWhatsappSession,
  unguardedStandby,
  multiplexerBesideStandalone,
  dependencyOnOtherScope,
  systemdConflictsOtherScope,
  orderCycle,
  wantsExcluded,
  desiredRunningExcluded,
  desiredOverPriority,
  nobodyRuns,
  defaultPortClash,
  portRangeExhausted,
  stopLeavesChildren,
  foreignUnit,
  foreignUnitNotExcluded,
  contendsWithAnotherStack,
  orphanedGateway,
  takeOverDrops,
  dropInInEffect,
  portHeld,
  accountHomeDiffers,
  surveyIncomplete,
];

/** Rules about all hosts together. */
export const FLEET_RULES: readonly FleetRule[] = [
  sameMachine,
  credentialOnSeveralHosts,
  credentialNotCompared,
  matrixDeviceInSeveralHomes,
];
