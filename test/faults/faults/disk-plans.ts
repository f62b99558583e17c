import { must } from "../../proof/machine/must";
import { type Act, BY_ITSELF, type Plan } from "../cells/plan";
import { fill, makeLarge, makeSmall, type Shortage, STATE, UNITS } from "../host/small-disk";
import { LEFT_AT } from "./step-plans";
import { strikes } from "./strike";

const SHORTAGES = ["bytes", "inodes"] as const;

/** Disks that are full or cannot be written, from the beginning or from when the host is ready to put itself back. */
export function diskPlans(): Plan[] {
  return [
    ...SHORTAGES.flatMap((shortage) => [
      fullFromTheBeginning("units", UNITS, shortage, "stage"),
      fullFromTheBeginning("state", STATE, shortage, "stage"),
      fullWhenArmed("units", UNITS, shortage),
      fullWhenArmed("state", STATE, shortage),
      fullAndLeft("units", UNITS, shortage),
      fullAndLeft("state", STATE, shortage),
    ]),
    plan("read-only-etc", { before: readOnlyEtc, lift: writableEtc, untouched: true }),
    plan("read-only-etc-when-armed", {
      at: [{ step: "armed", act: readOnlyEtc }],
      lift: writableEtc,
      liftsBeforeRest: true,
    }),
  ];
}

/** Nothing below /etc can be written. */
export const readOnlyEtc: Act = async ({ stage }) =>
  void (await must(stage.host, "mount --bind /etc /etc && mount -o remount,ro,bind /etc"));

/** The reverse of {@link readOnlyEtc}. */
export const writableEtc: Act = async ({ stage }) => void (await must(stage.host, "umount -l /etc"));

function fullFromTheBeginning(name: string, directory: string, shortage: Shortage, step: string): Plan {
  return small(`${name}-full-of-${shortage}`, directory, {
    at: [{ step, act: ({ stage }) => fill(stage.host, directory, shortage) }],
    untouched: true,
  });
}

function fullWhenArmed(name: string, directory: string, shortage: Shortage): Plan {
  return small(`${name}-full-of-${shortage}-when-armed`, directory, {
    at: [{ step: "armed", act: ({ stage }) => fill(stage.host, directory, shortage) }],
  });
}

function fullAndLeft(name: string, directory: string, shortage: Shortage): Plan {
  return small(`${name}-full-of-${shortage}-and-worker-killed`, directory, {
    at: [
      { step: "armed", act: ({ stage }) => fill(stage.host, directory, shortage) },
      { step: LEFT_AT, act: strikes.worker },
    ],
  });
}

function small(row: string, directory: string, rest: Partial<Plan>): Plan {
  return plan(row, {
    before: ({ stage }) => makeSmall(stage.host, directory),
    lift: ({ stage }) => makeLarge(stage.host, directory),
    ...rest,
  });
}

function plan(row: string, rest: Partial<Plan>): Plan {
  return { id: row, row, column: BY_ITSELF, ...rest };
}
