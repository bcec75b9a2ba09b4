@echo off
rem The Windows twin of ./hookline. Not run on Windows yet.
setlocal
set "node=%~dp0node_modules\node\bin\node.exe"
set "main=%~dp0apps\cli\dist\main.js"
if not exist "%node%" goto unready
if not exist "%main%" goto unready
"%node%" "%main%" %*
exit /b %errorlevel%

:unready
echo hookline: this checkout is not set up yet. 1>&2
echo Run 'npm run setup' (or 'npm start') in %~dp0, then try again. 1>&2
exit /b 69
