import { playDemo } from "./play";

// The main job on a stand-in host: no root, no VM, no account.
playDemo().then(
  (whole) => {
    process.exitCode = whole ? 0 : 1;
  },
  (error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
