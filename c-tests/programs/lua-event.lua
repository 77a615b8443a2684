-- An echo server for lua-event.sh: lua-event.lua PORT.
local socket = require("socket")
local core = require("luaevent.core")
local base = core.new()
local SIGTERM = 15
local kept = {} -- an event that the garbage collector takes is deleted

local function listen(port)
	local listener = assert(socket.bind("127.0.0.1", port, 100))
	listener:settimeout(0)
	return listener
end

-- "tick N" is answered N times, by a timer that is added anew each time.
local function tick(client, times)
	local count, key = 0, {}
	kept[key] = base:addevent(nil, core.EV_TIMEOUT, function()
		count = count + 1
		client:send("tick " .. count .. "\n")
		if count == times then
			kept[key] = nil
			return core.LEAVE
		end
		return core.EV_TIMEOUT, 0.02
	end, 0.02)
end

-- What a line of a client is answered with.
local function answer(client, line, output)
	local times = line:match("^tick (%d+)$")
	if times then
		tick(client, tonumber(times))
	else
		output:add("echo: ", line, "\n")
	end
end

-- Two buffers and one event for a client: it waits for something to read, or until there is room to write.
local function new_client(client)
	client:settimeout(0)
	local input, output = core.buffer.new(), core.buffer.new()

	local function close()
		input:close()
		output:close()
		client:close()
		kept[client] = nil
		return core.LEAVE
	end

	kept[client] = base:addevent(client, core.EV_READ, function(what)
		if what == core.EV_TIMEOUT then
			client:send("silent\n")
			return close()
		elseif what == core.EV_READ then
			if (input:read(client, 65536) or 0) <= 0 then return close() end
			for line in function() return input:readline() end do answer(client, line, output) end
		end
		if output:length() > 0 then output:write(client) end
		if output:length() > 0 then return core.EV_WRITE, 10 end
		return core.EV_READ, 1
	end, 1)
end

local listener = listen(arg[1])
local accepting = base:addevent(listener, core.EV_READ, function()
	local client = listener:accept()
	if client then new_client(client) end
	return core.EV_READ
end)

local ending = base:addevent(SIGTERM, core.EV_SIGNAL, function()
	base:loopexit()
	return core.LEAVE
end)

base:loop()
accepting:close()
ending:close()
print("the loop has ended: " .. base:method())
