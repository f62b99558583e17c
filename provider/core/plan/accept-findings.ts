import type { Finding } from "../finding";
import type { Acceptance, Fleet } from "../schema/fleet";

/** Marks the findings that the user accepts, and adds a warning for each acceptance that matches nothing. */
export function acceptFindings(
  findings: readonly Finding[],
  { name, accept }: Pick<Fleet<unknown>, "name" | "accept">,
): Finding[] {
  const used = new Set<Acceptance>();
  const judged = findings.map((finding) => {
    const acceptance = accept.find((one) => covers(one, finding));
    if (acceptance === undefined) return finding;
    used.add(acceptance);
    return { ...finding, accepted: acceptance.reason };
  });
  const unused = accept
    .filter((acceptance) => !used.has(acceptance))
    .map((acceptance) => unusedFinding(acceptance, name));
  return [...judged, ...unused];
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
