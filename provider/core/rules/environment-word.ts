/** Name of an environment variable, as systemd and shells accept it. */
export const ENVIRONMENT_WORD = /^[A-Za-z_][A-Za-z0-9_]*$/;
