# Travel on the road network
problem-speeds-unusable = The speed table { $file } cannot be used, the shipped one is: { $why }
reason-unreachable = no way by road
nearest-reason-closed = { $reason } ({ $closure })
