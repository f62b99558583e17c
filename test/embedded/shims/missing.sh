#!/bin/sh
# Stands before a program of this machine that the embedded host does not have.
echo "${0##*/}: not found" >&2
exit 127
