"""Spreadsheets: forms written as workbooks, and workbooks read, whatever bytes they are. The extra `trata[xlsx]`."""
