#!/bin/sh
# install.sh PYTHON WHAT...: install this tree into an environment, from the versions in requirements.lock.
# make (and so CI), the Dockerfile and .binder/postBuild all run this.
set -eu
python=$(command -v "$1")
case $python in /*) ;; *) python=$PWD/$python ;; esac
shift
cd "$(dirname "$0")/.."
"$python" -m pip --disable-pip-version-check install --quiet -c requirements.lock "$@"
