@echo off
rem Builds what is out of date, then runs trueup with all arguments. "trueup test" runs every test instead.
setlocal
where dotnet >nul 2>nul || (echo trueup: the .NET 10 SDK is not installed; see https://dotnet.microsoft.com/download 1>&2 & exit /b 2)
if /i "%~1"=="test" (
  dotnet test "%~dp0Trueup.slnx" -c Release --nologo -v q
  exit /b
)
dotnet build "%~dp0src\Trueup" -c Release -v q --nologo >"%TEMP%\trueup-build.log" 2>&1 || (type "%TEMP%\trueup-build.log" 1>&2 & exit /b 2)
dotnet "%~dp0artifacts\bin\Trueup\release\trueup.dll" %*
