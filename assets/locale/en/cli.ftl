# The command line
problem-catalogue-broken = Catalogue file { $file } has an error in line { $row } and was left out: { $why }
problem-file-unreadable = File { $file } cannot be read: { $why }
