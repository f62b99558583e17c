import type { Finding, FindingCode } from "../finding";
import type { Acceptance, Fleet } from "../schema/fleet";

/** What no plan can find, because it needs values that are known only in the update. */
const FOUND_LATER: ReadonlySet<FindingCode> = new Set(["credential-shared-later"]);

/** Marks the findings that the user accepts, and adds a warning for each acceptance that matches nothing. */
export function acceptFindings(
  findings: readonly Finding[],
  { name, accept }: Pick<Fleet<unknown>, "name" | "accept">,
): Finding[] {
  const used = new Set(findings.map((finding) => acceptanceOf(finding, accept)));
  const unused = accept
    .filter((acceptance) => !used.has(acceptance) && !FOUND_LATER.has(acceptance.code))
    .map((acceptance) => unusedFinding(acceptance, name));
  return [...markAccepted(findings, accept), ...unused];
}

/** Marks the findings that the user accepts. */
export function markAccepted(findings: readonly Finding[], accept: readonly Acceptance[]): Finding[] {
  return findings.map((finding) => {
    const acceptance = acceptanceOf(finding, accept);
    return acceptance === undefined ? finding : { ...finding, accepted: acceptance.reason };
  });
}

function acceptanceOf(finding: Finding, accept: readonly Acceptance[]): Acceptance | undefined {
  return accept.find((one) => covers(one, finding));
}

/** Every subject must be named: an acceptance for two gateways says nothing about a third that joins them. */
function covers({ code, subjects }: Acceptance, finding: Finding): boolean {
  if (code !== finding.code) return false;
  if (subjects === undefined) return true;
  const named = new Set(subjects);
  return finding.subjects.every(
    (subject) => named.has(subject) || named.has(subject.slice(subject.indexOf("/") + 1)),
  );
}

function unusedFinding({ code, subjects }: Acceptance, fleetName: string): Finding {
  const about = subjects === undefined ? "" : ` about ${subjects.join(", ")} alone`;
  return {
    code: "acceptance-unused",
    severity: "warning",
    subjects: [fleetName],
    message: `no finding ${code}${about} is there to be accepted`,
    remedy: "take the acceptance out, or name every gateway that the finding is about",
    path: "accept",
  };
}
